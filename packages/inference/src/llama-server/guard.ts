/**
 * Runs one command and ends it when the parent is gone, however that went: the channel to the parent closes. llama-server itself would go on.
 * Its first argument is the command with its arguments, as JSON.
 */
import { spawn } from "node:child_process";

/** As shells tell it of a command that a signal ended. */
const SIGNALLED = 128;
const [command = "", ...argv] = JSON.parse(process.argv[2] ?? "[]") as string[];
const child = spawn(command, argv, { stdio: ["ignore", "inherit", "inherit"] });
child.once("error", (error) => {
  process.stderr.write(`error: ${command} cannot be started: ${error.message}\n`);
  process.exit(1);
});
child.once("exit", (code, signal) => {
  if (signal !== null) process.stderr.write(`error: the server was ended by ${signal}\n`);
  process.exit(signal === null ? (code ?? 1) : SIGNALLED);
});
child.once("spawn", () => process.send?.(child.pid));
const end = () => child.kill("SIGKILL");
process.once("message", end);
process.once("disconnect", end);
// A Ctrl-C in the terminal reaches the whole group; the parent decides what it means.
process.on("SIGINT", () => {});
