import { hierarchy, treemap } from 'd3-hierarchy';

/** A tree by ids. A node's value counts all beneath it, so that what is not drawn is not asked for. */
export interface AreaSource {
  readonly children: (id: string) => readonly string[];
  /** Of any unit; what is not above zero has no area. */
  readonly value: (id: string) => number;
}

/** A node as an area whose size follows its value. Pixels, from the left upper corner. */
export interface Area {
  readonly id: string;
  readonly parent: string | undefined;
  /** 0 for the node that is looked into; place among its siblings from 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Height of the strip for its name above the areas within it; 0 without one. */
  readonly head: number;
  /** Whether nodes stand beneath it, and whether those are drawn. */
  readonly inner: boolean;
  readonly open: boolean;
}

export interface AreaLayout {
  /** Parents before their children: what is drawn later lies on top. */
  readonly areas: readonly Area[];
  readonly byId: ReadonlyMap<string, Area>;
  /** The areas drawn for a node's children, in order. */
  readonly within: ReadonlyMap<string, readonly Area[]>;
}

export type AreaLayouter = (
  source: AreaSource,
  root: string,
  width: number,
  height: number
) => AreaLayout;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Draft = { -readonly [K in keyof Area]: Area[K] };

/** Nothing smaller is drawn, and nothing is looked up in what is hardly larger. */
const LEAST = 2;
const LEAST_INNER = 6;
/** Where even the largest has fewer pixels, all of them together are one. */
const LEAST_LARGEST = 36;

/** The strip for a group's name, and from what size on it has one. */
const HEAD = 18;
const LEAST_HEAD = { width: 46, height: 40 } as const;
const PADDING = 3;

/** From this width on a column of the icicle can hold a name. */
const COLUMN = 96;
const LEAST_COLUMNS = 3;

const sizeOf = ({ value }: AreaSource, id: string): number => {
  const size = value(id);
  return Number.isFinite(size) && size > 0 ? size : 0;
};

function layoutOf(areas: readonly Area[]): AreaLayout {
  const within = new Map<string, Area[]>();
  for (const area of areas) {
    if (area.parent === undefined) continue;
    const beside = within.get(area.parent);
    if (beside) beside.push(area);
    else within.set(area.parent, [area]);
  }
  return { areas, byId: new Map(areas.map((area) => [area.id, area])), within };
}

/** Areas within areas; costs what is drawn, whatever stands beneath. */
export const layoutTreemap: AreaLayouter = (source, root, width, height) => {
  const areas: Area[] = [];
  const place = (id: string, box: Box, above: Pick<Area, 'parent' | 'position' | 'siblings'>) => {
    if (box.width < LEAST || box.height < LEAST) return;
    const level = above.parent === undefined ? 0 : (levels.get(above.parent) ?? 0) + 1;
    levels.set(id, level);
    const children = source.children(id);
    const area: Draft = { id, ...above, level, ...box, head: 0, inner: false, open: false };
    areas.push(area);
    area.inner = children.length > 0;
    if (!area.inner) return;
    const wide = box.width >= LEAST_HEAD.width && box.height >= LEAST_HEAD.height;
    const head = level > 0 && wide ? HEAD : 0;
    const room = roomIn(box, level, head);
    if (room.width < LEAST_INNER || room.height < LEAST_INNER) return;
    const sizes = new Map(children.map((child) => [child, sizeOf(source, child)]));
    const largest = [...sizes.values()].reduce((most, size) => Math.max(most, size), 0);
    if (largest * room.width * room.height < LEAST_LARGEST * sizeOf(source, id)) return;
    area.head = head;
    area.open = true;
    const tiles = tilesIn(id, sizes, sizeOf(source, id), room, level);
    tiles.forEach((tile, i) =>
      place(tile.id, tile, { parent: id, position: i + 1, siblings: tiles.length })
    );
  };
  const levels = new Map<string, number>();
  place(root, { x: 0, y: 0, width, height }, { parent: undefined, position: 1, siblings: 1 });
  return layoutOf(areas);
};

/** Groups right beneath the top stand on the page itself; those further in are boxes with an edge. */
function roomIn({ x, y, width, height }: Box, level: number, head: number): Box {
  const edge = level > 1 && head > 0 ? PADDING : 0;
  return {
    x: x + edge,
    y: y + head,
    width: width - 2 * edge,
    height: height - head - edge
  };
}

interface Tile extends Box {
  readonly id: string;
}

/** The children of one node, the largest first, as close to squares as they come. */
function tilesIn(
  id: string,
  sizes: Map<string, number>,
  whole: number,
  room: Box,
  level: number
): Tile[] {
  const sized = [...sizes].flatMap(([child, size]) => (size > 0 ? child : []));
  const total = sized.reduce((sum, child) => sum + (sizes.get(child) ?? 0), 0);
  // What a node has beyond its children stays room.
  sizes.set(id, Math.max(0, whole - total));
  const mean = (room.width * room.height) / Math.max(1, sized.length);
  const gap = mean >= 400 ? (level === 0 ? 3 : 2) : mean >= 36 ? 1 : 0;
  const tree = hierarchy(id, (node) => (node === id ? sized : []))
    .sum((node) => sizes.get(node) ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const arranged = treemap<string>().size([room.width, room.height]).paddingInner(gap).round(true)(
    tree
  );
  return (arranged.children ?? []).map(({ data, x0, y0, x1, y1 }) => ({
    id: data,
    x: room.x + x0,
    y: room.y + y0,
    width: x1 - x0,
    height: y1 - y0
  }));
}

/**
 * A column for each level, from left to right, in which a node stands beside its children and as
 * high as all of them. Of what is thinner than a pixel row, one node stands for the row.
 */
export const layoutIcicle: AreaLayouter = (source, root, width, height) => {
  const areas: Draft[] = [];
  const most = Math.max(LEAST_COLUMNS, Math.floor(width / COLUMN));
  /** How far down each column is drawn. */
  const drawn: number[] = [];
  const place = (
    id: string,
    y: number,
    size: number,
    above: Pick<Area, 'parent' | 'level' | 'position' | 'siblings'>
  ) => {
    const { level } = above;
    if (size < LEAST) {
      if (y + size / 2 < (drawn[level] ?? 0)) return;
      drawn[level] = Math.floor(y) + LEAST;
    } else drawn[level] = y + size;
    const children = source.children(id);
    const inner = children.length > 0;
    const open = inner && level + 1 < most;
    // On whole pixels: hundreds of thin rows would shimmer otherwise.
    const top = Math.round(y);
    const box = { x: 0, y: top, width: 0, height: Math.max(1, Math.round(y + size) - top) };
    areas.push({ id, ...above, ...box, head: 0, inner, open });
    if (!open) return;
    const sizes = children.map((child) => sizeOf(source, child));
    const total = sizes.reduce((sum, each) => sum + each, 0);
    const scale = size / Math.max(total, sizeOf(source, id), Number.MIN_VALUE);
    const siblings = sizes.filter((each) => each > 0).length;
    let [at, position] = [y, 0];
    children.forEach((child, i) => {
      const part = (sizes[i] ?? 0) * scale;
      if (part > 0)
        place(child, at, part, { parent: id, level: level + 1, position: ++position, siblings });
      at += part;
    });
  };
  place(root, 0, height, { parent: undefined, level: 0, position: 1, siblings: 1 });
  const columns = 1 + areas.reduce((deepest, { level }) => Math.max(deepest, level), 0);
  for (const area of areas) {
    area.x = Math.round((area.level * width) / columns);
    area.width = Math.round(((area.level + 1) * width) / columns) - area.x;
  }
  return layoutOf(areas);
};

/** The innermost area at a point. */
export function areaAt({ areas }: AreaLayout, x: number, y: number): Area | undefined {
  return areas.findLast(
    (area) => x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
  );
}
