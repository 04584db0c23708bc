/** The name of `/api/v1/status` until 0.1. */
export { GET } from "../status/route";
