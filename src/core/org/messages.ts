import type { Formats, Message } from '#core/kernel/message.ts';

type Params = Readonly<Record<string, string | number>>;

/** A problem's parameters are plain values; a sentence asks for them by name. */
const sentence = (
  zh: (p: Params, f: Formats) => string,
  en: (p: Params, f: Formats) => string
): Message<Params> => ({ zh, en });

/** Why the tree, a name or a tag was refused; codes after Tencent's where it has one. */
export const orgProblemMessages = {
  'org.nameEmpty': sentence(
    () => '名称不能为空，请输入名称。',
    () => 'A name is needed; type one.'
  ),
  'org.nameTooLong': sentence(
    (p) => `名称最多 ${p.max} 个字符，这里是 ${p.length} 个，请缩短。`,
    (p) => `A name has at most ${p.max} characters, this one has ${p.length}. Shorten it.`
  ),
  'org.nameChars': sentence(
    (p) => `名称不能包含“${p.char}”，只能用文字、数字和 + @ 、 & . _ [ ] -。`,
    (p) => `A name cannot contain “${p.char}”: only letters, digits and + @ 、 & . _ [ ] -.`
  ),
  'org.organizationNodeNameUsed.organization': sentence(
    (p) => `已有名为“${p.name}”的部门；部门名称在整个组织内不能重复，请换一个名称。`,
    (p) =>
      `A department is called “${p.name}” already. Names are unique in the whole organization; choose another.`
  ),
  'org.organizationNodeNameUsed.parent': sentence(
    (p) => `同一上级部门下已有“${p.name}”，请换一个名称。`,
    (p) => `The same parent already has a department called “${p.name}”; choose another name.`
  ),
  'org.organizationNodeNotExist': sentence(
    (p) => `找不到部门“${p.id}”，它可能已被删除；请选择另一个部门。`,
    (p) => `There is no department “${p.id}”, it may have been deleted. Choose another.`
  ),
  'org.nodeDepthExceedLimit': sentence(
    (p) => `“${p.name}”会成为第 ${p.level} 级，最多 ${p.max} 级；请选择更靠上的部门。`,
    (p) => `“${p.name}” would become level ${p.level} of ${p.max}. Choose a department further up.`
  ),
  'org.moveIntoItself': sentence(
    (p) => `“${p.name}”不能移到自己或自己的下级部门里；请选择它之外的部门。`,
    (p) =>
      `“${p.name}” cannot be moved into itself or beneath itself. Choose a department outside it.`
  ),
  'org.mergeIntoItself': sentence(
    (p) => `“${p.name}”不能并入自己或自己的下级部门；请选择它之外的部门。`,
    (p) =>
      `“${p.name}” cannot be merged into itself or into a department beneath it. Choose one outside it.`
  ),
  'org.mergeIntoRoot': sentence(
    (p) => `“${p.name}”只能并入部门，不能并入组织本身；要把内容上移，请用“删除并上移内容”。`,
    (p) =>
      `“${p.name}” can be merged into a department, not into the organization itself. To move its contents up, choose “Delete and move its contents up”.`
  ),
  'org.organizationNodeNotEmpty': sentence(
    (p) => `“${p.name}”里还有 ${p.departments} 个部门和 ${p.accounts} 个账号；请先移走，再删除。`,
    (p, f) =>
      `“${p.name}” still has ${f.plural(Number(p.departments), '1 department', `${p.departments} departments`)} and ${f.plural(Number(p.accounts), '1 account', `${p.accounts} accounts`)}. Move them out first, then delete it.`
  ),
  'org.accountsNotLoaded': sentence(
    () => '账号还在载入，请稍后再删除部门。',
    () => 'Accounts are still loading; delete the department in a moment.'
  ),
  'org.idTaken': sentence(
    (p) => `标识“${p.id}”已被使用，请重试。`,
    (p) => `The id “${p.id}” is in use already; try again.`
  ),
  'org.idMalformed': sentence(
    (p) => `标识“${p.id}”的格式不对，请重试。`,
    (p) => `The id “${p.id}” is malformed; try again.`
  ),
  'org.rootFixed': sentence(
    () => '根节点不能移动或删除；请选择它下面的部门。',
    () => 'The root cannot be moved or deleted; choose a department below it.'
  ),
  'org.nothing': sentence(
    () => '没有可变更的内容，请先选择。',
    () => 'There is nothing to change; select something first.'
  ),
  'org.tagsTooMany': sentence(
    (p) => `“${p.name}”会有 ${p.count} 个标签，最多 ${p.max} 个；请先移除几个。`,
    (p) =>
      `“${p.name}” would have ${p.count} tags, at most ${p.max} are allowed. Remove some first.`
  ),
  'org.tagKeyEmpty': sentence(
    () => '标签键不能为空，请输入标签键。',
    () => 'A tag needs a key; type one.'
  ),
  'org.tagTooLong': sentence(
    (p) => `标签“${p.tag}”有 ${p.length} 个字符，最多 ${p.max} 个，请缩短。`,
    (p) => `The tag “${p.tag}” has ${p.length} characters, at most ${p.max} fit. Shorten it.`
  ),
  'org.tagChars': sentence(
    (p) => `标签不能包含“${p.char}”：只能用文字、数字、空格和 + - = . _ : / @ ( ) [ ]。`,
    (p) => `A tag cannot contain “${p.char}”: letters, digits, spaces and + - = . _ : / @ ( ) [ ].`
  ),
  'org.tagReserved': sentence(
    (p) => `标签键“${p.key}”由云平台保留，请换一个。`,
    (p) => `The cloud keeps the tag key “${p.key}” for itself; choose another.`
  ),
  'org.tagUnchanged': sentence(
    (p) => `没有需要改为“${p.to}”的标签；它们可能已经改过，或因取值不同而保留原样。`,
    (p) =>
      `No tag is left to become “${p.to}”: they were changed already, or stay because their values differ.`
  ),
  'org.remarkTooLong': sentence(
    (p) => `备注最多 ${p.max} 个字符，这里是 ${p.length} 个，请缩短。`,
    (p) => `A remark has at most ${p.max} characters, this one has ${p.length}. Shorten it.`
  ),
  'org.fieldUnknown': sentence(
    (p) => `“${p.field}”不能在这里修改。`,
    (p) => `“${p.field}” cannot be changed here.`
  )
} satisfies Record<string, Message<Params>>;

export const orgCommandMessages = {
  create: { zh: '创建组织', en: 'Create the organization' },
  update: { zh: '修改组织', en: 'Edit the organization' },
  add: { zh: '新建部门', en: 'New department' },
  rename: { zh: '重命名部门', en: 'Rename department' },
  edit: { zh: '修改部门', en: 'Edit department' },
  tag: { zh: '给部门加标签', en: 'Tag departments' },
  move: { zh: '移动部门', en: 'Move departments' },
  merge: { zh: '合并部门', en: 'Merge departments' },
  dissolve: { zh: '删除部门并上移内容', en: 'Delete departments and move their contents up' },
  delete: { zh: '删除部门', en: 'Delete departments' }
} as const;
