import type { TermKind, TermsView, TermView } from '../bindings';

const term = (kind: TermKind, jaTitle: string, enTitle: string, ja: string, en: string): TermView => ({
	kind,
	title: { ja: jaTitle, en: enTitle },
	text: { ja, en },
	article: '資金決済法 第13条第1項'
});

export const terms: TermsView = {
	issuer: '株式会社サイフ',
	address: '東京都千代田区見本 1-1-1',
	contact: 'support@saifu.example',
	terms: [
		term('issuer', '発行者', 'Issuer', '株式会社サイフが発行します。', 'Issued by Saifu K.K.'),
		term(
			'amounts',
			'支払える金額',
			'Amounts',
			'残高は合わせて10万円までです。',
			'The balance holds up to ¥100,000 in all.'
		),
		term(
			'expiry',
			'有効期限',
			'Expiry',
			'入った日から1年です。期限は残高の内わけに出ます。',
			'One year from the day it arrives. Each part shows its own date.'
		),
		term(
			'places',
			'使える場所',
			'Where it can be used',
			'Saifu が使えるお店とネットショップです。',
			'At shops and online shops that take Saifu.'
		),
		term(
			'refund',
			'払い戻し',
			'Refunds',
			'法律が定める場合を除き、現金での払い戻しはできません。',
			'It cannot be paid out in cash, except where the law says so.'
		),
		term(
			'protection',
			'発行者に万一のことがあったとき',
			'If the issuer fails',
			'未使用残高の半分以上を法務局に供託しています。',
			'At least half of what is unused is deposited with the Legal Affairs Bureau.'
		)
	],
	sandbox: true
};
