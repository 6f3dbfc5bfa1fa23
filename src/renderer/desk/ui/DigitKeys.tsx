// The twelve keys of a telephone.
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const letters = ['', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz', '', '', ''];

export const isDigitKey = (key: string): boolean => keys.includes(key);

export function DigitKeys({ onPress }: { readonly onPress: (digit: string) => void }) {
  return (
    <div className="keypad-keys">
      {keys.map((digit, index) => (
        <button
          key={digit}
          type="button"
          className="keypad-key num"
          data-testid="digit"
          data-digit={digit}
          onClick={() => onPress(digit)}
        >
          {digit}
          <small aria-hidden="true">{letters[index]}</small>
        </button>
      ))}
    </div>
  );
}
