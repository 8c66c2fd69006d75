const JAPANESE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]/;
const OPENERS = new Set(['Literal', 'TemplateElement', 'SvelteText', 'SvelteLiteral']);

function textOf(node) {
	if (node.type === 'TemplateElement') return node.value.raw;
	return String(node.value);
}

/** Text for the screen stands in messages/{ja,en}.json, so that each language has it. */
const inCatalogue = {
	meta: {
		type: 'problem',
		messages: { hardCoded: 'Japanese text belongs to the message catalogue.' },
		schema: []
	},
	create(context) {
		const check = (node) => {
			if (JAPANESE.test(textOf(node))) context.report({ node, messageId: 'hardCoded' });
		};
		return Object.fromEntries([...OPENERS].map((type) => [type, check]));
	}
};

export default { rules: { 'in-catalogue': inCatalogue } };
