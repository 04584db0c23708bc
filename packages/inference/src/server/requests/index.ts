export { type ChatCall, chatCall, type ChatRequest, chatRequest, conversationIn } from "./chat.ts";
export { type CompletionRequest, completionRequest } from "./completion.ts";
export { type EmbeddingRequest, embeddingRequest, inputsOf } from "./embedding.ts";
export { applyTemplateRequest, detokenizeRequest, tokenizeRequest } from "./tokenize.ts";
