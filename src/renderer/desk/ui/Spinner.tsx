// Something takes a while, and nobody knows how long.
import { LoaderCircle } from 'lucide-react';

export function Spinner() {
  return <LoaderCircle className="spinner" aria-hidden="true" />;
}
