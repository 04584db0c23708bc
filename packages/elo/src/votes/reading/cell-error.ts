/** What is wrong with the record that is being read, as the end of a sentence: the parser puts the line in front. */
export class CellError extends Error {}
