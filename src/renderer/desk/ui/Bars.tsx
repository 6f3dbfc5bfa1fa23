// Three bars, as many of them full as there is of something.

interface BarsProps {
  readonly full: 1 | 2 | 3;
}

const bars = [
  { at: 2, height: 5 },
  { at: 7, height: 9 },
  { at: 12, height: 13 },
];

export function Bars({ full }: BarsProps) {
  return (
    <svg className="bars" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      {bars.map(({ at, height }, index) => (
        <rect
          key={at}
          x={at}
          y={15 - height}
          width="3"
          height={height}
          rx="1"
          opacity={index < full ? undefined : 0.35}
        />
      ))}
    </svg>
  );
}
