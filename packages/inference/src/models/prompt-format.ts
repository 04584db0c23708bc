/** How a conversation becomes the text that a model continues. */
export type PromptFormat =
  /** The chat template that the GGUF file carries. A model that was trained on no system message has it left out, where others refuse it. */
  | { readonly type: "template"; readonly systemMessage?: "left-out" }
  /** A plain transcript, for base models: introduction, one example, then the conversation. */
  | {
      readonly type: "transcript";
      readonly introduction: string;
      readonly example: { readonly user: string; readonly assistant: string };
      readonly userLabel: string;
      readonly assistantLabel: string;
      /** Generation ends before any of these strings; none of them is part of the answer. */
      readonly stop: readonly string[];
    };

/** The transcript of a base model, which has no chat template of its own. */
export const defaultTranscript: Extract<PromptFormat, { type: "transcript" }> = {
  type: "transcript",
  introduction: "A conversation between a user and a helpful assistant. The assistant answers clearly and in full sentences.",
  example: { user: "What is the capital of France?", assistant: "The capital of France is Paris." },
  userLabel: "User:",
  assistantLabel: "Assistant:",
  stop: ["\nUser:", "\nAssistant:", "\nA conversation between"],
};

/** How to talk to a file: by its chat template, or as a base model by a transcript. */
export function promptFormatOf({ chatTemplate }: { readonly chatTemplate: string | null }): PromptFormat {
  return chatTemplate === null ? defaultTranscript : { type: "template" };
}
