// @ts-check
import { accessSync, constants, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { defaultLimits } from "./limits.mjs";

/**
 * @typedef {object} Settings
 * @property {number} port
 * @property {string} host
 * @property {string} dataFolder Database and secrets.
 * @property {string | null} databaseUrl PostgreSQL; null means PGlite in the data folder.
 * @property {string | null} sessionSecret Null means: made once and kept in the data folder.
 * @property {{ maxTurns: number, maxPromptCharacters: number, maxAnswerTokens: number }} battle Ceilings of a battle; a context may be the smaller limit.
 * @property {string | null} publicUrl Where people on the internet reach the arena; votes then cost a proof of work. Null: nowhere.
 * @property {readonly string[]} allowedHosts Further host names by which a browser may ask for the arena.
 * @property {number} trustedProxies How many proxies of the operator a request passes; what they say of host, protocol and client is believed.
 * @property {import("./limits.mjs").Limits | null} limits What one session, one address and all together may do; null: anything.
 * @property {{ file: string, isRequired: boolean }} config `arena.config.json`; required where a setting names it.
 * @property {{ wanted: boolean, maxBytes: number }} defaultModels Whether default models are downloaded while the arena serves, and how many bytes of them.
 * @property {{ answer: "auto" | "always" | "never", files: "sizes" | "all" }} bundledModels When the bundled models answer, unless the configuration file sets it; and whether the best file of each size does, or every quantization.
 * @property {"local" | "scripted"} engine What answers: models of this machine, or scripted ones that need no file.
 * @property {boolean} isDevelopment Whether pages are compiled when they are asked for, with hot reload.
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/** A wrong setting: the message is one sentence for the person who set it. */
export class SettingError extends Error {}

/** @param {Environment} environment @param {string} name @param {number} fallback @param {number} most */
function wholeNumberOf(environment, name, fallback, most) {
  const value = environment[name] || String(fallback);
  if (!/^\d{1,7}$/.test(value) || Number(value) < 1 || Number(value) > most) {
    throw new SettingError(`${name} is "${value}", but must be a whole number from 1 to ${most}.`);
  }
  return Number(value);
}

/** LLMLIST_STARTER is the name that the setting had in 0.1. @param {Environment} environment */
function wantsDefaultModels(environment) {
  const name = environment.LLMLIST_DEFAULT_MODELS ? "LLMLIST_DEFAULT_MODELS" : "LLMLIST_STARTER";
  const value = environment[name] || null;
  if (value !== null && value !== "none") {
    throw new SettingError(`${name} is "${value}", but can only be "none"; leave it out to have the default models downloaded.`);
  }
  return value === null;
}

/**
 * Reads every setting of the arena from the environment; nothing else reads it.
 * @param {Environment} environment
 * @param {string} repositoryRoot Relative folders start here, wherever the process was started.
 * @returns {Settings}
 */
export function readSettings(environment, repositoryRoot) {
  const port = environment.PORT || "3000";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new SettingError(`PORT is "${port}", but must be a whole number from 0 to 65535.`);
  }
  const databaseUrl = environment.DATABASE_URL || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new SettingError("DATABASE_URL must begin with postgres:// or postgresql://; leave it out to use the embedded database.");
  }
  const sessionSecret = environment.SESSION_SECRET || null;
  if (sessionSecret !== null && sessionSecret.length < 32) {
    throw new SettingError("SESSION_SECRET must have at least 32 characters; leave it out to have one made in LLMLIST_DATA.");
  }
  const pocket = environment.LLMLIST_POCKET || null;
  if (pocket !== null && pocket !== "sizes" && pocket !== "all" && pocket !== "none") {
    throw new SettingError(`LLMLIST_POCKET is "${pocket}", but must be "sizes", "all" or "none".`);
  }
  const engine = environment.LLMLIST_ENGINE || "local";
  if (engine !== "local" && engine !== "scripted") {
    throw new SettingError(`LLMLIST_ENGINE is "${engine}", but must be "local" or "scripted".`);
  }
  const development = environment.LLMLIST_DEV || "0";
  if (development !== "0" && development !== "1") throw new SettingError(`LLMLIST_DEV is "${development}", but must be 0 or 1.`);
  /** @param {string} name @param {number} fallback @param {number} most */
  const ceiling = (name, fallback, most) => wholeNumberOf(environment, name, fallback, most);
  return {
    port: Number(port),
    host: environment.HOST || "127.0.0.1",
    dataFolder: resolve(repositoryRoot, environment.LLMLIST_DATA || ".llmlist"),
    databaseUrl,
    sessionSecret,
    battle: {
      maxTurns: ceiling("LLMLIST_MAX_TURNS", 50, 1000),
      maxPromptCharacters: ceiling("LLMLIST_MAX_PROMPT_CHARACTERS", 30_000, 60_000),
      maxAnswerTokens: ceiling("LLMLIST_MAX_ANSWER_TOKENS", 1024, 100_000),
    },
    ...readAccess(environment),
    config: {
      file: resolve(repositoryRoot, environment.LLMLIST_CONFIG || "arena.config.json"),
      isRequired: Boolean(environment.LLMLIST_CONFIG),
    },
    defaultModels: {
      wanted: wantsDefaultModels(environment) && engine === "local",
      maxBytes: 1e6 * ceiling("LLMLIST_MAX_DOWNLOAD_MB", 2500, 1_000_000),
    },
    // LLMLIST_POCKET is older than the configuration file and means what it meant: these files answer always, or none does.
    bundledModels: { answer: pocket === null ? "auto" : pocket === "none" ? "never" : "always", files: pocket === "all" ? "all" : "sizes" },
    engine,
    isDevelopment: development === "1",
  };
}

/** Who reaches the arena, and what they may do. @param {Readonly<Record<string, string | undefined>>} environment */
const readAccess = (environment) => ({
  publicUrl: readPublicUrl(environment.LLMLIST_PUBLIC_URL || null),
  allowedHosts: readHosts(environment.LLMLIST_ALLOWED_HOSTS || null),
  trustedProxies: readProxies(environment.LLMLIST_TRUSTED_PROXIES || "0"),
  limits: readLimits(environment.LLMLIST_LIMITS || null),
});

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/** @param {string | null} url */
function readPublicUrl(url) {
  if (url === null) return null;
  const { protocol = "", hostname = "", origin = "", href = "" } = URL.canParse(url) ? new URL(url) : {};
  // Browsers have the functions that a proof of work needs on secure pages alone.
  if ((protocol !== "https:" && !(protocol === "http:" && LOOPBACK_HOSTS.includes(hostname))) || href !== `${origin}/`) {
    throw new SettingError(`LLMLIST_PUBLIC_URL is "${url}", but must be https:// and a host, such as https://arena.example.`);
  }
  return origin;
}

/** @param {string} text How many there are. */
function readProxies(text) {
  if (/^\d$/.test(text)) return Number(text);
  throw new SettingError(`LLMLIST_TRUSTED_PROXIES is "${text}", but must be the number of your proxies, from 0 to 9.`);
}

/** @param {string | null} text Host names joined by commas. */
function readHosts(text) {
  const hosts = text === null ? [] : text.split(",").map((host) => host.trim().toLowerCase());
  for (const host of hosts) {
    if (!URL.canParse(`http://${host}`) || new URL(`http://${host}`).hostname !== host) {
      throw new SettingError(`LLMLIST_ALLOWED_HOSTS names "${host}", but must hold host names without port, joined by commas.`);
    }
  }
  return hosts;
}

/** @param {string | null} text `off`, or `name=number` joined by commas: what differs from the defaults. */
function readLimits(text) {
  if (text === "off") return null;
  /** @type {Record<string, number>} */
  const limits = { ...defaultLimits };
  for (const entry of text === null ? [] : text.split(",")) {
    const [name = "", value = ""] = entry.trim().split("=");
    if (!Object.hasOwn(defaultLimits, name)) {
      throw new SettingError(
        `LLMLIST_LIMITS names "${name}"; there are ${Object.keys(defaultLimits).join(", ")}. "off" switches them all off.`,
      );
    }
    if (!/^\d{1,7}$/.test(value) || Number(value) < 1) {
      throw new SettingError(`LLMLIST_LIMITS sets ${name} to "${value}", but it must be a whole number from 1 to 9999999.`);
    }
    limits[name] = Number(value);
  }
  return /** @type {import("./limits.mjs").Limits} */ (limits);
}

/**
 * Makes the folder if need be and proves that it can be written.
 * @param {string} folder
 * @param {string} setting The name of the setting that chose the folder, for the error.
 */
export function requireWritableFolder(folder, setting) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new SettingError(`${setting} is ${folder}, which cannot be written (${/** @type {Error} */ (cause).message}).`, { cause });
  }
}
