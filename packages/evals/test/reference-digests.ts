/** sha256 over the requests of LM Evaluation Harness 0.4.13, a line of compact JSON each; printed by `reference/print_requests.py`. */
export interface ReferenceDigest {
  readonly tasks: string;
  readonly shots: number;
  readonly requests: number;
  readonly sha256: string;
}

/** On the rows of our own making in `rows`. */
export const ownRowDigests: readonly ReferenceDigest[] = [
  {
    tasks: "truthfulqa_mc1,truthfulqa_mc2",
    shots: 0,
    requests: 90,
    sha256: "97cb1ba607feebdbc4d10393f1cf6b5e7da45478f3d919f0cc1d41e88b404a4b",
  },
  { tasks: "arc_easy", shots: 0, requests: 42, sha256: "9e8d03c660aebe10a47b784a1191d178c34492b2d743598f972d21b00fdd5079" },
  { tasks: "arc_easy", shots: 5, requests: 42, sha256: "5dceed5453990a5e0bb93b2534e383b6eee130db8965996954ce9418af0a91e9" },
  { tasks: "arc_challenge", shots: 25, requests: 47, sha256: "0d8b7ae592ae8deb15a6949e42e126b9b24e375dec9ddca206cf1a79a97ef067" },
  { tasks: "winogrande", shots: 0, requests: 24, sha256: "dbaf9a37683471dcd72d73abe62256d7bff2f697514f950d6c23d3a92a1132cf" },
  { tasks: "winogrande", shots: 5, requests: 24, sha256: "c46c65ee541d0859be0d30437083e2526f42a1dd3cfd075d2cedce6e34201187" },
  { tasks: "hellaswag", shots: 0, requests: 48, sha256: "b9ad28d6a7db69d0d75bb879cdb0932a2edba2a5918fb671861ada7d3b106fdd" },
  { tasks: "hellaswag", shots: 4, requests: 48, sha256: "ef80ff8b61267c34f8e41c14b44052c3a82710f2669ff1fa80e585aeee99c94c" },
  { tasks: "hellaswag", shots: 10, requests: 48, sha256: "68a15734d02b0ce1a96ecd4f4543d6b92adb8c771f354f79836f4588e1be9d6e" },
  { tasks: "gsm8k", shots: 5, requests: 8, sha256: "36673ee4bec0c0e53e5a767ef3207486200a35d2c0d68f6181c131b1f4a6f222" },
  {
    tasks: "mmlu_abstract_algebra,mmlu_high_school_us_history",
    shots: 5,
    requests: 96,
    sha256: "d6deebee7cf987c7802727cdc3b84da7ad002ef9e93c8e1ba05d980a4c585256",
  },
];

/** On published rows, which stand in the folder that `LLMLIST_BENCHMARK_DATA` names. */
export const publishedRowDigests: readonly ReferenceDigest[] = [
  { tasks: "gsm8k", shots: 5, requests: 1319, sha256: "b01bd967bf27b196bb0cfa179a6cde5b56cc4e1cabaf5c6eaa3f307a2421d9cf" },
  { tasks: "truthfulqa_mc1", shots: 0, requests: 4114, sha256: "5118d66765b5a25f1be53ee2513495c76f3189f72a8a9e04ab18d4ef998a7237" },
  { tasks: "truthfulqa_mc2", shots: 0, requests: 5882, sha256: "e263f873e496efd5fe0e862b8648a968a68418705ee2dc0b70bb98291fd39046" },
  { tasks: "mmlu", shots: 5, requests: 56_316, sha256: "d24345b0fce0c2618881414fc1f6a430fd6f5fc56d0f0d12a6aa76b1229c85f2" },
  { tasks: "arc_easy", shots: 0, requests: 9504, sha256: "41a30eec7ab01ece5253d0671fff10fc67b2fb243a4842c522e56c634825e778" },
  { tasks: "arc_challenge", shots: 0, requests: 4688, sha256: "b665add52469c6333b4c3bd070658a6acbdf733084752fcbbfc3b5efa3e4063c" },
  { tasks: "winogrande", shots: 0, requests: 2534, sha256: "806b1f078effce27478acaf62e0cbcf90f73fcc670ea5cf1b2d888847cafa6af" },
];
