import type { Architecture, Model } from "../../src/model.ts";
import type { Claim } from "../../src/source.ts";
import type { SourceInput } from "../read/assemble-model.ts";
import type { DataError } from "../parse/data-file.ts";
import type { FieldPath } from "../parse/fields.ts";
import { factPath, type ModelClaims, type ModelData } from "../read/read-models.ts";

/** What is implausible about one fact of a model. */
interface Finding {
  readonly field: FieldPath;
  readonly problem: string;
}

/** A model with what it is compared with. */
interface Subject {
  readonly model: Model;
  readonly base: Model | undefined;
  readonly claims: ModelClaims;
  /** Whether the maker itself makes a claim. */
  readonly byMaker: (claim: Claim | undefined) => boolean;
}

/** Facts that cannot all be true together, though each is proved by its own excerpt. */
export function plausibilityErrors(data: ModelData, sources: ReadonlyMap<string, SourceInput>): readonly DataError[] {
  const byId = new Map(data.models.map((model) => [model.id, model]));
  return data.models.flatMap((model) => {
    const checkpoint = data.checkpoints.get(model.id);
    if (!checkpoint) return [];
    const subject: Subject = {
      model,
      base: model.base === undefined ? undefined : byId.get(model.base),
      claims: data.claims.get(model.id) ?? {},
      byMaker: (claim) => claim !== undefined && sources.get(claim.source)?.by === model.organization,
    };
    return rules.flatMap((rule) => rule(subject)).map(({ field, problem }) => checkpoint.file.error(factPath(checkpoint, field), problem));
  });
}

/** Whether a date is after another, as far as both are precise. */
const isAfter = (left: string, right: string): boolean => {
  const precision = Math.min(left.length, right.length);
  return left.slice(0, precision) > right.slice(0, precision);
};

function activeWithinTotal({ model: { parameters = {} } }: Subject): Finding[] {
  const { active, total = parameters.nominal } = parameters;
  if (active === undefined || total === undefined || active <= total) return [];
  return [{ field: "parameters.active", problem: `${active} active parameters are more than all ${total}` }];
}

function cutoffBeforeRelease({ model: { released, pretraining } }: Subject): Finding[] {
  const cutoff = pretraining?.cutoff;
  if (cutoff === undefined || released === undefined || !isAfter(cutoff, released)) return [];
  return [{ field: "pretraining.cutoff", problem: `is ${cutoff}, after the release on ${released}` }];
}

function tunedAfterBase({ model: { released }, base }: Subject): Finding[] {
  if (released === undefined || base?.released === undefined || !isAfter(base.released, released)) return [];
  return [{ field: "released", problem: `is ${released}, before ${base.released}, when its base ${base.id} was released` }];
}

const dimensions = ["layers", "hiddenSize", "heads", "keyValueHeads", "headSize", "feedForwardSize", "latentSize", "experts"] as const;
/** Two counts of the same weights, as sources round them, are no further apart. */
const COUNT_TOLERANCE = 0.015;

/** Tuning changes no dimension. What the maker itself says of the tuned model is believed. */
function shapedAsBase({ model, base, claims, byMaker }: Subject): Finding[] {
  if (!base) return [];
  const shape = ({ architecture = {} }: Model): Architecture => architecture;
  const different = dimensions.flatMap((name): Finding[] => {
    const [own, inherited, field] = [shape(model)[name], shape(base)[name], `architecture.${name}` as const];
    if (own === undefined || inherited === undefined || own === inherited || byMaker(claims[field]?.[0])) return [];
    return [{ field, problem: `is ${own}, but ${inherited} of its base ${base.id}, and its maker says nothing of a change` }];
  });
  const [total, baseTotal] = [model.parameters?.total, base.parameters?.total];
  const field = "parameters.total";
  const reads = model.input.length > base.input.length;
  if (total === undefined || baseTotal === undefined || reads || byMaker(claims[field]?.[0])) return different;
  if (Math.abs(total / baseTotal - 1) <= COUNT_TOLERANCE) return different;
  return [...different, { field, problem: `is ${total}, but ${baseTotal} of its base ${base.id}, and its maker says nothing of a change` }];
}

/** Months that a paper may come before the models that it describes. */
const PAPER_MONTHS = 2;

/** A paper that is long older than a model describes another one, unless the maker itself says that it belongs to the model. */
function paperOfModel({ model: { links, released }, claims, byMaker }: Subject): Finding[] {
  const [, year, month] = /^(\d\d)(\d\d)\./u.exec(links?.paper ?? "") ?? [];
  const [releaseYear, releaseMonth] = released?.split("-") ?? [];
  if (year === undefined || releaseMonth === undefined || byMaker(claims["links.paper"]?.[0])) return [];
  const months = 12 * (Number(releaseYear) - 2000 - Number(year)) + Number(releaseMonth) - Number(month);
  if (months <= PAPER_MONTHS) return [];
  return [
    {
      field: "links.paper",
      problem: `${links?.paper} is ${months} months older than the model, and its maker does not cite it: a paper on another model?`,
    },
  ];
}

/** The day 1 of an aggregator stands for a month, and the cutoff of training data is no day unless the maker names one. */
function dayPrecision({ model, claims, byMaker }: Subject): Finding[] {
  const { released, pretraining } = model;
  const [release, cutoff] = [claims.released?.[0], claims["pretraining.cutoff"]?.[0]];
  const confirmed = (claims.released ?? []).filter(({ value }) => value === released).length > 1;
  return [
    ...(released !== undefined && /^\d{4}-\d\d-01$/u.test(released) && !byMaker(release) && !confirmed
      ? [{ field: "released" as const, problem: `is ${released}, the first of a month by one who is not the maker: keep the month` }]
      : []),
    ...(pretraining?.cutoff?.length === "2024-07-23".length && !byMaker(cutoff)
      ? [{ field: "pretraining.cutoff" as const, problem: `is ${pretraining.cutoff}, a day that the maker does not name: keep the month` }]
      : []),
  ];
}

const rules: readonly ((subject: Subject) => Finding[])[] = [
  activeWithinTotal,
  cutoffBeforeRelease,
  tunedAfterBase,
  shapedAsBase,
  paperOfModel,
  dayPrecision,
];
