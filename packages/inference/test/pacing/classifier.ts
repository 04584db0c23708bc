/** One battle as numbers, and whether the model in question was on the first side. */
export interface Sample {
  readonly features: readonly number[];
  readonly isFirst: boolean;
}

type Classifier = (train: readonly Sample[]) => (features: readonly number[]) => boolean;

/** Share of right guesses, each made by a classifier that was trained without that fifth of the samples. Neighbours stay together. */
export function accuracyOf(train: Classifier, samples: readonly Sample[]): number {
  const FOLDS = 5;
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHidden = (index: number) => Math.floor(index / 2) % FOLDS === fold;
    const scaled = scale(samples, (index) => !isHidden(index));
    const guess = train(scaled.filter((_, index) => !isHidden(index)));
    right += scaled.filter(({ features, isFirst }, index) => isHidden(index) && guess(features) === isFirst).length;
  }
  return right / samples.length;
}

/** Each feature with mean 0 and deviation 1 in the samples to learn from. */
function scale(samples: readonly Sample[], isKnown: (index: number) => boolean): Sample[] {
  const known = samples.filter((_, index) => isKnown(index));
  const columns = (samples[0]?.features ?? []).map((_, column) => known.map(({ features }) => features[column] ?? 0));
  const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const deviations = columns.map((values, column) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - (means[column] ?? 0)) ** 2, 0) / values.length),
  );
  return samples.map(({ features, isFirst }) => ({
    features: features.map((value, column) => (value - (means[column] ?? 0)) / (deviations[column] || 1)),
    isFirst,
  }));
}

/** Logistic regression by gradient descent, with a small penalty on the weights. */
export const logisticRegression: Classifier = (train) => {
  const weights = (train[0]?.features ?? []).map(() => 0);
  let bias = 0;
  const score = (features: readonly number[]) => features.reduce((sum, value, column) => sum + value * (weights[column] ?? 0), bias);
  for (let step = 0; step < 300; step++) {
    const slope = weights.map((weight) => 0.01 * weight);
    let biasSlope = 0;
    for (const { features, isFirst } of train) {
      const error = (1 / (1 + Math.exp(-score(features))) - Number(isFirst)) / train.length;
      features.forEach((value, column) => (slope[column] = (slope[column] ?? 0) + error * value));
      biasSlope += error;
    }
    slope.forEach((value, column) => (weights[column] = (weights[column] ?? 0) - 0.5 * value));
    bias -= 0.5 * biasSlope;
  }
  return (features) => score(features) > 0;
};

/** What most of the fifteen most similar samples were. */
export const nearestNeighbours: Classifier = (train) => (features) => {
  const nearest = train
    .map((sample) => ({
      ...sample,
      distance: sample.features.reduce((sum, value, column) => sum + (value - (features[column] ?? 0)) ** 2, 0),
    }))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, 15);
  return 2 * nearest.filter(({ isFirst }) => isFirst).length > nearest.length;
};
