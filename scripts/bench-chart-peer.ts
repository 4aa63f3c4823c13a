// d3-org-chart in a page of its own, as its own examples use it.
import type { Page } from 'playwright';
import { panned, parentOf, weighed, type Figures } from './bench-chart-page.ts';
import { quantile } from './bench-report.ts';

export const PEER_PACKAGES = 'tests/bench';
export const PEER = `${PEER_PACKAGES}/node_modules/d3-org-chart/build/d3-org-chart.js`;
const BEFORE = ['d3/dist/d3.min.js', 'd3-flextree/build/d3-flextree.min.js'] as const;
const MOVES = 10;
/** A large tree takes seconds each time. */
const FEW_MOVES = 3;

export async function peerChart(page: Page, size: number): Promise<Figures> {
  await page.setContent(
    '<!doctype html><style>html,body,#chart{margin:0;width:100%;height:100%}</style><div id="chart"></div>'
  );
  for (const file of BEFORE)
    await page.addScriptTag({ path: `${PEER_PACKAGES}/node_modules/${file}` });
  await page.addScriptTag({ path: PEER });
  const nodes = Array.from({ length: size }, (_, n) => ({
    id: String(n),
    parentId: n === 0 ? '' : String(parentOf(n)),
    name: `Department ${n}`
  }));
  await page.evaluate(PEER_PAGE, nodes);
  const collapsed = await page.evaluate(() => (globalThis as unknown as PeerPage).first(false));
  const expanded = await page.evaluate(() => (globalThis as unknown as PeerPage).first(true));
  const moves: number[] = [];
  for (let i = 0; i < (size > 5000 ? FEW_MOVES : MOVES); i++)
    moves.push(await page.evaluate((n) => (globalThis as unknown as PeerPage).move(n), i));
  const near = await panned(page);
  await page.evaluate(() => (globalThis as unknown as PeerPage).fit());
  const far = await panned(page);
  return {
    collapsed,
    expanded,
    moved: quantile(moves, 0.5),
    near,
    far,
    ...(await weighed(page))
  };
}

/** What the peer's page can do, all of it measured there. */
interface PeerPage {
  first(expanded: boolean): Promise<number>;
  move(n: number): Promise<number>;
  fit(): Promise<void>;
}

interface PeerNode {
  readonly id: string;
  parentId: string;
  readonly name: string;
  _expanded?: boolean;
}

/** As much of the peer as is used. */
interface PeerChart {
  container(at: string): this;
  data(nodes: readonly PeerNode[]): this;
  nodeWidth(of: () => number): this;
  nodeHeight(of: () => number): this;
  duration(ms: number): this;
  nodeContent(of: (node: { readonly data: PeerNode }) => string): this;
  render(): this;
  fit(options?: { animate?: boolean }): this;
}

/** HTML cards, without an animation that would be waited for. */
const PEER_PAGE = (nodes: PeerNode[]) => {
  const { d3 } = globalThis as unknown as { d3: { OrgChart: new () => PeerChart } };
  let chart: PeerChart | undefined;
  let data: PeerNode[] = [];
  const painted = () =>
    new Promise<void>((next) => requestAnimationFrame(() => requestAnimationFrame(() => next())));
  const page: PeerPage = {
    async first(expanded) {
      document.querySelector('#chart')?.replaceChildren();
      data = nodes.map((node) => ({ ...node, _expanded: expanded }));
      const card = ({ data: { name } }: { readonly data: PeerNode }) =>
        `<div style="height:38px;border:1px solid #999;border-radius:6px">${name}</div>`;
      const started = performance.now();
      chart = new d3.OrgChart().container('#chart').data(data).duration(0);
      chart.nodeWidth(() => 156).nodeHeight(() => 38);
      chart.nodeContent(card).render();
      await painted();
      return performance.now() - started;
    },
    async move(n) {
      const moving = data.find(({ id }) => id === '1');
      const started = performance.now();
      if (moving) moving.parentId = n % 2 === 0 ? '2' : '0';
      chart?.data(data).render();
      await painted();
      return performance.now() - started;
    },
    async fit() {
      chart?.fit({ animate: false });
      await painted();
    }
  };
  Object.assign(globalThis, page);
};
