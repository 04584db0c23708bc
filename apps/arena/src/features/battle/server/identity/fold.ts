/** Letters of other alphabets that look like Latin ones, in rows of look-alikes and what they look like. */
const lookAlikes: readonly (readonly [string, string])[] = [
  // Cyrillic
  ["авекмнорстухѕіјԁԛԝгһӏпь", "abekmhopctyxsijdqwrhlnb"],
  // Greek
  ["αβεηικνοπρτυχγω", "abenikvonptuxyw"],
  // Armenian, IPA and small capitals
  ["ոսօցɑɡıɩᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "nuogagiiabcdefghijklmnoprstuvwyz"],
  // Signs that Unicode does not take apart
  ["øłđħŧþ", "oldhtp"],
  // Traditional Chinese characters of names
  ["義問譜書訊騰亞馬遜蘋軟語開發訓練創", "义问谱书讯腾亚马逊苹软语开发训练创"],
];

const latin = new Map(lookAlikes.flatMap(([from, to]) => [...from].map((letter, index) => [letter, [...to][index] ?? letter] as const)));

const NEGATIVE_SQUARED_A = 0x1f170;
const REGIONAL_INDICATOR_A = 0x1f1e6;
const ALPHABET = 26;
const SMALL_A = 97;

/** Letters in a box, which have no decomposition. */
function boxedLetter(point: number): string | null {
  for (const first of [NEGATIVE_SQUARED_A, REGIONAL_INDICATOR_A]) {
    if (point >= first && point < first + ALPHABET) return String.fromCharCode(SMALL_A + point - first);
  }
  return null;
}

const isPlain = /^[\u0020-\u007E]$/u;
const mark = /[\p{M}\p{Cf}\u115F\u1160\u3164]/gu;

/**
 * One code point as a reader takes it: without case, accents, width and style, and in the alphabet that it looks like. Empty for what is
 * not seen.
 */
export function foldPoint(point: string): string {
  if (isPlain.test(point)) return point.toLowerCase();
  // Private use: these stand for names while patterns are matched.
  if (/^[\uE000-\uE003]$/u.test(point)) return " ";
  const boxed = boxedLetter(point.codePointAt(0) ?? 0);
  if (boxed !== null) return boxed;
  const letters = point.normalize("NFKD").replace(mark, "").toLowerCase().replace(mark, "");
  const plain = [...letters].map((letter) => latin.get(letter) ?? letter).join("");
  if (/^[‘’ʼ]$/u.test(plain)) return "'";
  if (/^\p{Pd}$/u.test(plain)) return "-";
  return /^\s$/u.test(plain) && plain !== "\n" ? " " : plain;
}

/** A whole text, folded. */
export const fold = (text: string): string => [...text].map(foldPoint).join("");
