// How loud it is, as a bar that follows the sound.

interface LevelBarProps {
  readonly name: string;
  /** 0 to 1. */
  readonly level: number;
  readonly testId?: string;
}

/** Above it the sound is cut off at its peaks. */
const tooLoud = 0.9;

export function LevelBar({ name, level, testId }: LevelBarProps) {
  return (
    <meter className="level-bar" aria-label={name} value={level} high={tooLoud} optimum={0} data-testid={testId} />
  );
}
