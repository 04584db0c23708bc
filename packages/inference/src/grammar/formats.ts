const octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
const ipv4 = `${octet}(\\.${octet}){3}`;
const hex = "[0-9a-fA-F]{1,4}";
const ipv6 = [
  `(${hex}:){7}${hex}`,
  `(${hex}:){1,7}:`,
  ...[1, 2, 3, 4, 5, 6].map((after) => `(${hex}:){1,${7 - after}}(:${hex}){1,${after}}`),
  `:((:${hex}){1,7}|:)`,
].join("|");
const leapYear = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
const day = "(0[1-9]|1[0-9]|2[0-8])";
const date = `([0-9]{4}-((0[13578]|1[02])-(${day}|29|30|31)|(0[469]|11)-(${day}|29|30)|02-${day})|${leapYear}-02-29)`;
const time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
const label = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const hostname = `${label}(\\.${label}){0,8}`;
const urlText = "([a-zA-Z0-9._~!$&'()*+,;=:@-]|%[0-9a-fA-F]{2})";
const uri = `[a-zA-Z][a-zA-Z0-9+.-]{0,31}:(//${hostname}(:[0-9]{1,5})?(/${urlText}*)*|${urlText}+)(\\?(${urlText}|[/?])*)?(#(${urlText}|[/?])*)?`;
const duration = "P([0-9]{1,9}W|([0-9]{1,9}Y)?([0-9]{1,9}M)?([0-9]{1,9}D)?(T([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}S)?)?)";

/**
 * Formats of strings as patterns of the whole text, as RFC 3339 (dates), 5321 (e-mail, without quoted parts), 1123, 4291, 3986 and 9562 have
 * them. Where those allow several spellings, it is the usual one: no leap seconds, no IPv4 inside IPv6, no user in an address of the web.
 */
export const formatPatterns: Readonly<Record<string, string>> = {
  date,
  time,
  "date-time": `${date}T${time}`,
  duration: `(?!.*[PT]$)${duration}`,
  email: `[a-zA-Z0-9!#$%&'*+/=?^_\`{|}~-]+(\\.[a-zA-Z0-9!#$%&'*+/=?^_\`{|}~-]+)*@${hostname}`,
  hostname,
  ipv4,
  ipv6,
  uri,
  uuid: "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
  "json-pointer": "(/([^~/]|~[01])*)*",
  byte: "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
  // OpenAPI's names for how a string is shown, which ask nothing of its text.
  password: "[^]*",
};

/** Formats of numbers that OpenAPI defines, and the range of each. */
export const numberFormats: Readonly<Record<string, readonly [minimum: number, maximum: number] | null>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  float: null,
  double: null,
};
