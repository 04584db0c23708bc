/** The process lives; says nothing about its dependencies. */
export const GET = () => Response.json({ live: true }, { headers: { "cache-control": "no-store" } });
