import type { Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

export const viewLabels = {
  view: { zh: '视图', en: 'View' },
  name: { zh: '名称', en: 'Name' },
  query: { zh: '内容', en: 'What it shows' }
} as const;

export const viewCommandMessages = {
  save: { zh: '保存视图', en: 'Save view' },
  rename: { zh: '重命名视图', en: 'Rename view' },
  remove: { zh: '删除视图', en: 'Delete view' }
} as const;

/** Why a view was not kept. */
export const viewProblemMessages = {
  'view.nameEmpty': {
    zh: '视图需要名称，请输入名称。',
    en: 'A view needs a name; type one.'
  },
  'view.nameTooLong': {
    zh: (p) => `视图名称最多 ${p.max} 个字符，这里是 ${p.length} 个，请缩短。`,
    en: (p) =>
      `A view's name has at most ${p.max} characters, this one has ${p.length}. Shorten it.`
  },
  'view.nameUsed': {
    zh: (p) => `已有名为“${p.name}”的视图，请换一个名称。`,
    en: (p) => `A view is called “${p.name}” already; choose another name.`
  },
  'view.notFound': {
    zh: '这个视图已被删除，请选择另一个。',
    en: 'This view has been deleted. Choose another.'
  }
} satisfies Record<string, Message<Params>>;
