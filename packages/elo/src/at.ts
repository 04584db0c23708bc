/**
 * The value of a column at an index that must be inside it. An index outside is a mistake of the program, never a count of 0.
 *
 * @throws RangeError for an index outside the column.
 */
export function at<Value>(column: ArrayLike<Value>, index: number): Value {
  const value = column[index];
  if (value === undefined) throw new RangeError(`Index ${index} is outside a column of ${column.length} values.`);
  return value;
}
