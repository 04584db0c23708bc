/** The board that holds the style-controlled ratings of this one. */
export const styleBoardOf = (key: string): string => `${key}-style`;
