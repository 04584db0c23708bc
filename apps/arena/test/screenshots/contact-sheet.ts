/** One screenshot with what axe and the layout check found on it. */
export interface PageResult {
  readonly state: string;
  readonly combination: string;
  readonly file: string;
  readonly findings: readonly string[];
}

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

function cell({ file, findings }: PageResult): string {
  const list = findings.map((finding) => `<li>${escape(finding)}</li>`).join("");
  return `<td><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><ul>${list}</ul></td>`;
}

/** A page that shows all screenshots: a row for each state, a column for each combination. */
export function renderContactSheet(results: readonly PageResult[]): string {
  const combinations = [...new Set(results.map(({ combination }) => combination))];
  const states = [...new Set(results.map(({ state }) => state))];
  const rows = states.map((state) => {
    const cells = combinations.map((combination) => {
      const found = results.find((result) => result.state === state && result.combination === combination);
      return found ? cell(found) : "<td></td>";
    });
    return `<tr><th>${escape(state)}</th>${cells.join("")}</tr>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title>
<style>
body { font: 14px system-ui; } table { border-collapse: collapse; }
td, th { border: 1px solid #bbb; padding: 4px; vertical-align: top; text-align: left; }
thead th { position: sticky; top: 0; background: #fff; }
img { display: block; width: 240px; max-height: 480px; object-fit: cover; object-position: top; } ul { color: #b00; margin: 0; padding-left: 16px; width: 220px; }
</style>
<table><thead><tr><th>State</th>${combinations.map((name) => `<th>${escape(name)}</th>`).join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></html>
`;
}
