// What a screen reader is told of a page: Chromium's own accessibility tree, asked for through its debugging protocol.
import type { CDPSession, Page } from 'playwright-core';

/** One part of the page as it is told: what it is, what it is called, what stands in it, and how it is ("pressed", "focused", "invalid"). */
export interface Told {
  readonly role: string;
  readonly name: string;
  readonly text: string;
  readonly is: Readonly<Record<string, unknown>>;
}

interface Node {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();

function sessionOf(page: Page): Promise<CDPSession> {
  const known = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, known);
  return known;
}

/** Everything that is told, in the order of the page; what is hidden from readers is not among it. */
export async function accessibilityTree(page: Page): Promise<readonly Told[]> {
  const session = await sessionOf(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as { readonly nodes: readonly Node[] };
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const textOf = (node: Node): string =>
    node.role?.value === 'StaticText'
      ? (node.name?.value ?? '')
      : (node.childIds ?? [])
          .map((id) => byId.get(id))
          .map((child) => (child === undefined ? '' : textOf(child)))
          .join('');
  return nodes
    .filter(({ ignored, role }) => !ignored && role?.value !== 'InlineTextBox')
    .map((node) => ({
      role: node.role?.value ?? '',
      name: node.name?.value ?? '',
      text: textOf(node).replaceAll(/\s+/g, ' ').trim(),
      is: Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
    }));
}
