import type { SignInWords } from '../en/sign-in.ts'

export const signIn: SignInWords = {
  title: 'تسجيل الدخول',
  titleAgain: 'هل هذا أنت؟',
  again: (name) => `${name}، أثبت مرة أخرى أنك أنت: ما يأتي يصعب التراجع عنه.`,
  withPasskey: 'الدخول بمفتاح مرور',
  email: 'عنوان بريدك الإلكتروني',
  sendLink: 'أرسل لي رابطًا',
  withToken: 'برمز المشغّل',
  token: 'رمز المشغّل',
  withTokenButton: 'دخول',
  whatToken: 'الرمز هو قيمة OWNER_TOKEN حيث تعمل هذه السحابة.',

  linkSent: 'إن كان لهذا العنوان حساب هنا فالرابط في الطريق إليه. يعمل ربع ساعة.',
  tooManyTries: 'محاولات خاطئة كثيرة. انتظر دقيقة.',
  wrongToken: 'هذا ليس رمز المشغّل.',
  badAddress: 'يبدو عنوان البريد هكذا: \u2066anna@example.org\u2069.',
  enoughLinks: 'أُرسلت إلى هذا العنوان روابط كافية. استخدم آخرها أو انتظر ساعة.',

  linkUsed: 'لم يعد هذا الرابط صالحًا',
  linkUsedText: 'يعمل الرابط مرة واحدة ولوقت محدود، ويحل محله رابط أحدث.',
  anotherWay: 'الدخول بطريقة أخرى',
  welcome: (name) => `أهلًا بك، ${name}`,
  hello: (name) => `مرحبًا، ${name}`,
  accountReady: 'حسابك جاهز. لا تحتاج إلى كلمة مرور.',
  opensHere: 'هذا يفتح صفحاتك على هذا الجهاز.',
  goIn: 'ادخل',

  passkeyPlace: 'تحتاج مفاتيح المرور إلى العنوان الذي يذكره PUBLIC_URL، أو إلى localhost.',
  passkeyBusy: 'يسجّل كثيرون الدخول في وقت واحد. انتظر دقيقة.',
  passkeyUnknown: 'لا يفتح مفتاح المرور هذا شيئًا هنا. استخدم غيره أو اطلب رابطًا.',
  passkeyForPeople: 'مفتاح المرور للأشخاص فقط: ليس لرمز المشغّل مفتاح.',
  passkeyNotTaken: 'تعذّر قبول مفتاح المرور هذا. حاول مرة أخرى.',
  browserSaidNo: 'لم يحدث شيء: رُفض الطلب في المتصفح أو طال الانتظار. حاول مرة أخرى.',
  browserElsewhere: 'تعمل مفاتيح المرور على العنوان العام لهذه الصفحات: افتحه.',
  browserHasOne: 'لهذا الجهاز مفتاح مرور هنا من قبل.',
}
