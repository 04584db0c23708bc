import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const systemPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `CHROMIUM_PATH`, else the system's, else the one that an npm package ships. */
export async function launchChromium(): Promise<Browser> {
  const chosen = process.env.CHROMIUM_PATH ?? systemPaths.find((path) => existsSync(path));
  try {
    if (chosen !== undefined) return await chromium.launch({ executablePath: chosen, args: quiet });
    const { default: packaged } = await import("@sparticuz/chromium");
    // In a single process the whole browser goes when its first page closes.
    const args = packaged.args.filter((arg) => arg !== "--single-process");
    return await chromium.launch({ executablePath: await packaged.executablePath(), args: [...args, ...quiet] });
  } catch (cause) {
    throw new Error("No Chromium starts here. Run `sudo apt-get install chromium`, or set CHROMIUM_PATH to one.", { cause });
  }
}
