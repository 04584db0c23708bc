"use strict";

// node-llama-cpp lets an x64 machine install its ARM builds too, for cross-compiling, which nothing here does.
const processorOf = {
  "@node-llama-cpp/linux-arm64": "arm64",
  "@node-llama-cpp/linux-armv7l": "arm",
  "@node-llama-cpp/linux-riscv64": "riscv64",
};

// 540 MB that only a machine with an NVIDIA card can use: scripts/cuda.mjs installs them there.
const isCuda = (name) => /^@node-llama-cpp\/.*-cuda(-ext)?$/.test(name);

/** @param {{ name: string, cpu?: string[], optionalDependencies?: Record<string, string> }} manifest */
function readPackage(manifest) {
  for (const name of Object.keys(manifest.optionalDependencies ?? {})) if (isCuda(name)) delete manifest.optionalDependencies[name];
  const processor = processorOf[manifest.name];
  if (processor !== undefined) manifest.cpu = [processor];
  return manifest;
}

module.exports = { hooks: { readPackage } };
