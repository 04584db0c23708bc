/** The Python that has the pinned peers: `npm run test:peers` makes it and names it here. */
export function peersPython(): string {
  const python = process.env.LLMLIST_PEERS_PYTHON;
  if (python === undefined) throw new Error("The peers of these tests are not installed; run `npm run test:peers`, which installs them.");
  return python;
}

/** The environment of a peer: nothing of another Python's packages. */
export const peersEnvironment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => {
  const { PYTHONPATH: _, PYTHONHOME: __, ...rest } = process.env;
  return { ...rest, PYTHONNOUSERSITE: "1", HF_HUB_OFFLINE: "1", HF_DATASETS_OFFLINE: "1", ...more };
};
