/** Liveness: the process answers. Its dependencies are not checked. */
export const GET = () => Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
