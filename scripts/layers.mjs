// @ts-check

/**
 * Rules for dependency-cruiser: a folder imports from lower layers alone, never from a higher one or from a neighbour in its own, and
 * every folder stands in a layer.
 * @param {string} name Of what is layered, for the names of the rules.
 * @param {string} base Path of the folder that holds the layers.
 * @param {readonly (readonly string[])[]} layers The folders of each layer, lowest first.
 * @returns {import("dependency-cruiser").IForbiddenRuleType[]}
 */
export function layersOf(name, base, layers) {
  const all = layers.flat();
  const under = (/** @type {readonly string[]} */ folders) => `^${base}/(${folders.join("|")})/`;
  const downward = layers.flatMap((layer, depth) =>
    layer.map((folder) => ({
      name: `${name}: ${folder} imports lower layers alone`,
      severity: /** @type {const} */ ("error"),
      from: { path: under([folder]) },
      to: {
        path: under(
          layers
            .slice(depth)
            .flat()
            .filter((other) => other !== folder),
        ),
      },
    })),
  );
  const parents = [...new Set(all.filter((folder) => folder.includes("/")).map((folder) => folder.split("/")[0]))];
  const unlisted = {
    name: `${name}: every folder has a layer`,
    severity: /** @type {const} */ ("error"),
    from: {},
    to: { path: `^${base}/(${["[^/]+", ...parents.map((parent) => `${parent}/[^/]+`)].join("|")})/`, pathNot: under(all) },
  };
  return [...downward.filter(({ to }) => !to.path.includes("()")), unlisted];
}
