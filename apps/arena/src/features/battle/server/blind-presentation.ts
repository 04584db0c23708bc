import { paceTogether } from "@llmlist/inference";
import type { Presentation } from "@/features/conversation/server";
import type { NameFinder } from "./identity/find-names";
import { maskNames, maskNamesIn, unmaskedPrefix } from "./mask-names";

/** Both answers with names masked and at one pace, so that neither text nor timing tells which model writes. */
export function blindPresentation(names: NameFinder): Presentation {
  return {
    present([first, second], signal) {
      if (!first || !second) throw new Error("A battle has two answers.");
      const raw = ["", ""] as [string, string];
      const paced = paceTogether(
        [maskNamesIn(first, names, (text) => (raw[0] += text)), maskNamesIn(second, names, (text) => (raw[1] += text))],
        { signal },
      );
      return paced.map((events, index) => ({
        events,
        rawText: () => raw[index === 0 ? 0 : 1],
        rawOf: (shown) => unmaskedPrefix(raw[index === 0 ? 0 : 1], names, shown.length),
        shownOf: (text) => maskNames(text, names),
      }));
    },
  };
}
