/**
 * What belongs to a maker besides its own names: laboratories, holdings, products, and names in Chinese. The key is a folded name of the
 * maker.
 */
export const relatedNames: Readonly<Record<string, readonly string[]>> = {
  google: ["DeepMind", "Google DeepMind", "谷歌", "谷歌深度思维", "Alphabet"],
  "google deepmind": ["Google", "DeepMind", "谷歌", "谷歌深度思维", "Alphabet"],
  meta: ["Meta AI", "Facebook", "脸书"],
  microsoft: ["微软"],
  apple: ["苹果"],
  amazon: ["亚马逊"],
  qwen: ["Alibaba", "Alibaba Cloud", "Alibaba Group", "阿里巴巴", "阿里云", "通义", "通义实验室"],
  deepseek: ["深度求索", "幻方量化"],
  "z.ai": ["Zhipu AI", "ZhipuAI", "智谱", "智谱AI", "智谱清言", "清华大学KEG", "KEG Lab"],
  internlm: ["Shanghai AI Laboratory", "Shanghai Artificial Intelligence Laboratory", "上海人工智能实验室", "书生"],
  lmsys: ["Large Model Systems Organization", "LMSYS Org"],
  tii: ["Technology Innovation Institute", "阿联酋技术创新研究院"],
  ai2: ["Allen Institute for AI", "Allen Institute for Artificial Intelligence", "艾伦人工智能研究所"],
  "hugging face": ["HuggingFace", "HuggingFaceTB", "抱抱脸"],
  "moonshot ai": ["Moonshot", "月之暗面"],
  "01.ai": ["零一万物"],
  baidu: ["百度"],
  tencent: ["腾讯"],
  nvidia: ["英伟达"],
  bytedance: ["字节跳动"],
};

/** Other names of a family of models. The key is the folded first word of its name. */
export const familyNames: Readonly<Record<string, readonly string[]>> = {
  qwen: ["Tongyi Qianwen", "Qianwen", "通义千问", "千问", "通义"],
  qwq: ["Qwen", "通义千问", "千问"],
  glm: ["ChatGLM", "智谱清言"],
  internlm: ["书生", "书生浦语", "浦语"],
  ernie: ["文心", "文心一言", "ERNIE Bot"],
  hunyuan: ["混元"],
  minicpm: ["面壁"],
  baichuan: ["百川"],
  kimi: ["月之暗面"],
  doubao: ["豆包"],
};
