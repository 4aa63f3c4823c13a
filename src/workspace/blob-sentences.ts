import type { Formats, Message } from '#core/kernel/message.ts';
import { addSentences } from './sentence.ts';

type Params = Readonly<Record<string, string | number>>;
const sentence = (zh: string, en: string): Message<Params> => ({
  zh: (_: Params, _f: Formats) => zh,
  en: (_: Params, _f: Formats) => en
});

/** Why data beside the documents could not be kept or had. */
export const blobProblemMessages = {
  'blob.notKept': sentence(
    '浏览器没有保存这份数据，很可能是空间不足；其余内容不受影响。请腾出空间后重新载入。',
    'The browser did not keep this data, most likely for want of room; nothing else is touched. Free some space and reload the page.'
  ),
  'blob.absent': sentence(
    '这台设备上没有这份数据，而这个工作区没有共享，无处可取。可以从备份恢复。',
    'This data is not on this device, and the workspace is not shared, so there is nowhere to fetch it from. Restore it from a backup.'
  ),
  'blob.damaged': sentence(
    '取到的数据与它的校验值不符，没有使用。请稍后重试，或联系同步服务的运维人员。',
    'What came is not what its checksum says and was not used. Try again later, or tell the operator of the relay.'
  )
};

addSentences(blobProblemMessages);
