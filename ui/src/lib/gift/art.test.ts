import { mount, unmount } from 'svelte';
import { expect, it } from 'vitest';
import GiftArt from './GiftArt.svelte';
import { DESIGNS } from './words';

/** The service puts the same pictures into its mails: `npx vitest run -u src/lib/gift` writes them anew. */
it.each(DESIGNS.map(({ design }) => design))('%s is the picture of the mails, too', async (design) => {
	const mounted = mount(GiftArt, { target: document.body, props: { design } });
	const svg = document.querySelector('svg');
	svg?.removeAttribute('class');
	svg?.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
	const lines = svg?.outerHTML.replace(/<!--.*?-->/g, '').replace(/>\s*</g, '>\n<') ?? '';
	await unmount(mounted);
	await expect(`${lines}\n`).toMatchFileSnapshot(`../../../../crates/service/src/mail/art/${design}.svg`);
});
