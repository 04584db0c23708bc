import { createMDX } from "fumadocs-mdx/next";
import type { NextConfig } from "next";
import { readAddress } from "./address.mjs";

const { basePath } = readAddress(process.env);

const config: NextConfig = {
  output: "export",
  // A folder per page with index.html in it: every static host serves that.
  trailingSlash: true,
  images: { unoptimized: true },
  ...(basePath === "" ? {} : { basePath }),
  experimental: { globalNotFound: true },
};

export default createMDX()(config);
