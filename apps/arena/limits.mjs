// @ts-check

/**
 * Every limit of the arena with its default: the one table. `session` is a browser's cookie, `address` an IPv4 address or the /64 of an
 * IPv6 address, `total` all of them. Minutes and days are windows that slide, or begin with the first request.
 */
export const defaultLimits = {
  // Requests: beyond these 429 with Retry-After. A battle is a new conversation, a turn a further prompt.
  "session-battles-minute": 10,
  "address-battles-minute": 30,
  "total-battles-minute": 600,
  "session-turns-minute": 20,
  "address-turns-minute": 60,
  "total-turns-minute": 1200,
  "session-votes-minute": 15,
  "address-votes-minute": 30,
  "total-votes-minute": 600,
  // Votes that count: beyond these a vote is kept and does not count.
  "session-counted-votes-day": 30,
  "address-counted-votes-day": 30,
  // Votes on one and the same first prompt that count.
  "session-same-prompt-day": 3,
  "address-same-prompt-day": 6,
  "total-same-prompt-day": 100,
  // Names told for a vote that does not count: beyond these they are not told.
  "session-uncounted-reveals-day": 5,
  "address-uncounted-reveals-day": 15,
  "total-uncounted-reveals-day": 2000,
  // Turns in this process that are answered or wait for a model: beyond the waiting ones 503 with Retry-After.
  "address-running-turns": 2,
  "address-waiting-turns": 8,
  "total-waiting-turns": 64,
  // From here on each vote needs a proof of work, where a public address is configured. A session's first vote always needs one.
  "address-votes-without-proof-day": 10,
  "total-votes-without-proof-minute": 60,
};

/** @typedef {keyof typeof defaultLimits} LimitName */
/** @typedef {Readonly<Record<LimitName, number>>} Limits */
