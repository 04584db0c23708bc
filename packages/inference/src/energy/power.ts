import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Clock, systemClock } from "../engine/clock.ts";
import type { EnergySource } from "./meter.ts";

/** A program that prints the power of processors over and over. */
export interface PowerProgram {
  readonly of: string;
  readonly command: readonly [program: string, ...argv: string[]];
  /** Which processor a line tells of, and its watts; null for other lines. */
  parse(line: string): readonly [processor: string, watts: number] | null;
}

/** NVIDIA's tool prints no energy counter, but the power of each device. */
export const nvidiaSmi: PowerProgram = {
  of: "nvidia-smi power.draw",
  command: ["nvidia-smi", "--query-gpu=index,power.draw", "--format=csv,noheader,nounits", "--loop-ms=250"],
  parse(line) {
    const [, device, watts] = /^(\d+), ([\d.]+)$/u.exec(line.trim()) ?? [];
    return device === undefined ? null : [device, Number(watts)];
  },
};

/** Apple's tool, for the administrator only. */
export const powermetrics: PowerProgram = {
  of: "powermetrics combined power",
  command: ["powermetrics", "--samplers", "cpu_power", "--sample-rate", "500"],
  parse(line) {
    const milliwatts = /^Combined Power \(CPU \+ GPU \+ ANE\): ([\d.]+) ?mW/u.exec(line.trim())?.[1];
    return milliwatts === undefined ? null : ["machine", Number(milliwatts) / 1000];
  },
};

/** Runs such a program for as long as it is open, and adds up power over time. Tells null until it has printed, and once it has ended. */
export function openPower({ of, command, parse }: PowerProgram, clock: Clock = systemClock): EnergySource {
  const [program, ...argv] = command;
  const child = spawn(program, argv, { stdio: ["ignore", "pipe", "ignore"] });
  const watts = new Map<string, number>();
  let total = 0;
  let summedUntil = clock.now();
  let isRunning = true;
  const sum = () => {
    const now = clock.now();
    for (const value of watts.values()) total += (value * (now - summedUntil)) / 1000;
    summedUntil = now;
  };
  const ended = () => {
    isRunning = false;
  };
  child.once("error", ended).once("exit", ended);
  child.unref();
  createInterface(child.stdout).on("line", (line) => {
    const read = parse(line);
    if (!read) return;
    sum();
    watts.set(...read);
  });
  return {
    of,
    joules() {
      if (!isRunning || watts.size === 0) return null;
      sum();
      return total;
    },
    close: () => void child.kill(),
  };
}
