// An article's text, drawn from its blocks: headings, lists, paragraphs, and what is bold.
import { Fragment, type ReactNode } from 'react';
import { type Block, parseMarkup, type Span } from '#shared/model/plainMarkup';

const spans = (all: readonly Span[]): ReactNode =>
  all.map(({ text, bold }, index) => {
    const key = `${index} ${text}`;
    return bold ? <strong key={key}>{text}</strong> : <Fragment key={key}>{text}</Fragment>;
  });

function drawn(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return <h3>{spans(block.spans)}</h3>;
    case 'paragraph':
      return <p>{spans(block.spans)}</p>;
    case 'list': {
      const items = block.items.map((item, index) => <li key={`${index} ${item[0]?.text ?? ''}`}>{spans(item)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

export function Markup({ text }: { readonly text: string }) {
  return (
    <div className="article-text">
      {parseMarkup(text).map((block, index) => (
        <Fragment key={`${index} ${block.kind}`}>{drawn(block)}</Fragment>
      ))}
    </div>
  );
}
