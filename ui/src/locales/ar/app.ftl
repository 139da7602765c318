### جميع نصوص Altostrat Launcher بالعربية.

app-name = Altostrat Launcher

## كلمات مشتركة

cancel = إلغاء الأمر
dismiss = إخفاء
back = رجوع
try-again = إعادة المحاولة
choose = اختيار…
choose-program = اختيار البرنامج…
protocol-winbox = WinBox
protocol-ssh = SSH
access-full = وصول كامل
access-read-only = قراءة فقط
server-said = ردّ الخادم: «{ $text }»

age-now = الآن
age-seconds = { $seconds ->
    [one] قبل ثانية واحدة
    [two] قبل ثانيتين
    [few] قبل { $seconds } ثوانٍ
   *[other] قبل { $seconds } ثانية
}
age-minutes = { $minutes ->
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $minutes } دقائق
   *[other] قبل { $minutes } دقيقة
}
age-hours = { $hours ->
    [one] قبل ساعة واحدة
    [two] قبل ساعتين
    [few] قبل { $hours } ساعات
   *[other] قبل { $hours } ساعة
}
age-days = { $days ->
    [one] قبل يوم واحد
    [two] قبل يومين
    [few] قبل { $days } أيام
    [many] قبل { $days } يومًا
   *[other] قبل { $days } يوم
}
length-minutes = { $minutes ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $minutes } دقائق
   *[other] { $minutes } دقيقة
}
length-hours = { $hours ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $hours } ساعات
   *[other] { $hours } ساعة
}
waited-seconds = { $seconds } ث
waited-minutes = { $minutes } د

## إطار النافذة

search-sites = ابحث عن موقع
search-clear = مسح البحث
refresh = تحديث
settings = الإعدادات
account-menu = الملف { $name }
show-sites = إظهار المواقع
hide-sites = إخفاء المواقع
site-pane = الموقع
sites-pane = لوحة المواقع
copied-address = تم نسخ العنوان.
copied-user-name = تم نسخ اسم المستخدم.
copied-password = تم نسخ كلمة المرور. ستُمسح من الحافظة بعد 30 ثانية.
copied-command = تم نسخ الأمر.

## قائمة المواقع

sites = المواقع
active-sessions = الجلسات النشطة
favourites = المفضلة
recents = الأخيرة
all-sites = كل المواقع
found-sites = { $count ->
    [zero] لا مواقع مطابقة
    [one] موقع واحد مطابق
    [two] موقعان مطابقان
    [few] { $count } مواقع مطابقة
    [many] { $count } موقعًا مطابقًا
   *[other] { $count } موقع مطابق
}
site-online = متصل
site-offline = غير متصل
site-unknown = الحالة غير معروفة
live-sessions = { $count ->
    [zero] لا جلسات جارية
    [one] جلسة جارية واحدة
    [two] جلستان جاريتان
    [few] { $count } جلسات جارية
   *[other] { $count } جلسة جارية
}
live-ending-soon = تنتهي قريبًا
sites-loading = جارٍ قراءة قائمة المواقع…
sites-none-title = لا توجد مواقع بعد
sites-none-text = لا مواقع في هذا الملف. أضف موجّهًا في بوابة Altostrat وسيظهر هنا بعد التحديث التالي.
sites-not-found-title = لا نتائج لعبارة «{ $query }»
sites-not-found-text = شمل البحث الأسماء والهويات والأرقام التسلسلية والطرازات والعناوين.
sites-clear-filter = مسح التصفية
sites-stale = هذه القائمة كما كانت { $age }.
sites-skipped = { $count ->
    [zero] قُرئت كل العناصر.
    [one] تعذّرت قراءة عنصر واحد من قائمة الواجهة.
    [two] تعذّرت قراءة عنصرين من قائمة الواجهة.
    [few] تعذّرت قراءة { $count } عناصر من قائمة الواجهة.
    [many] تعذّرت قراءة { $count } عنصرًا من قائمة الواجهة.
   *[other] تعذّرت قراءة { $count } عنصر من قائمة الواجهة.
}

## الموقع

choose-site-title = أي موقع؟
choose-site-text = اكتب بضعة أحرف من اسمه أو اختره من القائمة. مفتاح Enter يتصل، وF2 يطلب الوصول بخيارات أخرى.
site-router-os = RouterOS { $version }
site-seen = شوهد { $age }
site-never-seen = لم يُشاهد قط
favourite = مفضّل
connect-winbox = اتصال عبر WinBox
connect-ssh = اتصال عبر SSH
connecting = جارٍ الاتصال…
request-access = طلب وصول
would-reuse-endless = يستخدم { $protocol } الجلسة الجارية، وموعد انتهائها غير معروف
would-reuse = يستخدم { $protocol } الجلسة الجارية، المتبقي { $left }
would-request-for = يطلب { $protocol } جلسة جديدة:
would-request = الجلسة الجديدة ستكون:
would-ask = يسأل { $protocol } عن التفاصيل أولًا
warn-offline = الموجّه غير متصل: لا يمكنه إدخال أحد حتى يتصل من جديد.
warn-state-unknown = لا يُعرف هل الموجّه متصل أم لا.
warn-winbox-off = WinBox متوقف في سياسة هذا الموقع.
warn-ssh-off = SSH متوقف في سياسة هذا الموقع.
warn-winbox-missing = لم يُعثر على WinBox في هذا الحاسوب.
warn-ssh-missing = لم يُعثر على برنامج ssh في هذا الحاسوب.
warn-terminal-missing = لم يُعثر على طرفية في هذا الحاسوب.
warn-host-key = يعرض الموجّه مفتاح SSH غير الذي كان من قبل.
warn-clock = ساعة هذا الحاسوب خاطئة بأكثر من دقيقة. اضبطها، وإلا فقد ترفض الواجهة المفتاح.
warn-address-outside = عنوانك خارج النطاق الذي سيُطلب.
warn-session-outside = عنوانك خارج نطاق الجلسة الجارية.
warn-winbox-ends-soon = تنتهي جلسة WinBox الجارية قريبًا.
warn-ssh-ends-soon = تنتهي جلسة SSH الجارية قريبًا.
fix-change-options = تغيير…
preflight-ready = لا يُعرف ما يمنع الاتصال.
preflight-ready-inside = لا يُعرف ما يمنع الاتصال؛ وعنوانك مسموح له.

## مفاتيح SSH للموجّهات

host-key-known = مفتاح SSH
host-key-new = مفتاح SSH، جديد في هذا التشغيل
host-key-forget = نسيان
host-key-forget-note = يتعلّم الاتصال التالي مفتاح الموجّه من جديد.
host-key-forgotten = نُسي المفتاح. يتعلّمه الاتصال التالي من جديد.
host-key-before = المعروف:
host-key-now = المعروض الآن:
host-key-trust-ask = الوثوق بالمفتاح الجديد…
host-key-trust-title = الوثوق بالمفتاح الجديد
host-key-trust-text = يعرض موجّه { $site } مفتاح SSH غير الذي كان من قبل. هذا صحيح بعد إعادة الضبط أو الاستبدال؛ وإلا فقد يكون أحد ما في الوسط. قارن البصمة ببصمة الموجّه نفسه.
host-key-trust = الوثوق بالمفتاح الجديد
host-key-trusted = وُثق بالمفتاح الجديد. اتصل مرة أخرى.
old-keys-allow = السماح بـ ssh-rsa لهذا الموقع
old-keys-allowed = سُمح بـ ssh-rsa لهذا الموقع. اتصل مرة أخرى.
old-keys-in-force = مفاتيح SSH القديمة (ssh-rsa) مسموح بها لهذا الموقع.
old-keys-stop = إيقاف السماح
old-keys-stopped = لم يعد ssh-rsa مسموحًا به.

## الجلسات

sessions = الجلسات
session-row = { $protocol } { $site }
time-left = الوقت المتبقي
no-end-known = الانتهاء غير معروف
column-time = الوقت
column-site = الموقع
column-protocol = البروتوكول
column-access = الوصول
column-range = نطاق المصدر
column-state = الحالة
column-actions = الإجراءات
sessions-reading = جارٍ قراءة الجلسات…
sessions-unread = تعذّرت قراءة الجلسات. { $why }
sessions-none-title = لا جلسات
sessions-none-text = زر الاتصال ينشئ جلسة بالخيارات أعلاه أو يستخدم جلسة ما زالت جارية.
active-none-title = لا جلسات نشطة
active-none-text = تظهر هنا جلسات كل المواقع، وأقربها انتهاءً في الأعلى.
active-sort = كل المواقع، الأقرب انتهاءً أولًا
sessions-ended = المنتهية
sessions-ended-table = الجلسات المنتهية
connect = اتصال
launch-anyway = ابدأ على أي حال
copy = نسخ
copy-address = نسخ العنوان
copy-user-name = نسخ اسم المستخدم
copy-password = نسخ كلمة المرور
copy-command = نسخ الأمر
revoke = إنهاء
renew = تجديد
renewing = جارٍ التجديد…
revoke-title = إنهاء الجلسة
revoke-text = ينتهي وصول { $protocol } إلى { $site } الآن لكل من يستخدمه، وتُقطع الاتصالات المفتوحة.
revoke-keep = إبقاء
revoke-all-ask = إنهاء الكل…
revoke-all-title = إنهاء كل الجلسات
revoke-all-text = { $count ->
    [one] تنتهي الآن جلستك المفتوحة لكل من يستخدمها، وتُقطع الاتصالات المفتوحة.
    [two] تنتهي الآن جلستاك المفتوحتان لكل من يستخدمهما، وتُقطع الاتصالات المفتوحة.
   *[other] تنتهي الآن جلساتك المفتوحة وعددها { $count } لكل من يستخدمها، وتُقطع الاتصالات المفتوحة.
}
revoke-all = إنهاء الكل
open-site = فتح { $site }

ending-notices = جلسات تنتهي قريبًا
ending-notice = { $minutes ->
    [one] { $site }: ينتهي وصول { $protocol } بعد دقيقة واحدة
    [two] { $site }: ينتهي وصول { $protocol } بعد دقيقتين
    [few] { $site }: ينتهي وصول { $protocol } بعد { $minutes } دقائق
   *[other] { $site }: ينتهي وصول { $protocol } بعد { $minutes } دقيقة
}
ending-open = فتح

quit-title = الخروج من Altostrat Launcher؟
quit-text = { $count ->
    [zero] لا جلسات مفتوحة.
    [one] جلسة واحدة مفتوحة.
    [two] جلستان مفتوحتان.
    [few] { $count } جلسات مفتوحة.
   *[other] { $count } جلسة مفتوحة.
}
quit-keep = إبقاء الجلسات والخروج
quit-revoke = إنهاء الجلسات والخروج
quit-remember = اعتماد هذا الاختيار كل مرة
no-tray-title = تصغير النافذة بدل إغلاقها؟
no-tray-text = لا يعرض سطح المكتب هذا علبة نظام يمكن الرجوع منها إلى النافذة. عند التصغير يبقى البرنامج في متناولك ويواصل التحذير قبل انتهاء الوصول، وبعدها يُصغّر الإغلاق النافذة دون سؤال.
minimise = تصغير
quit = خروج
quit-revoking = جارٍ إنهاء الجلسات ثم الخروج…

phase-queued = قيد التحضير: بانتظار دورها
phase-requesting = قيد التحضير: جارٍ إرسال الطلب
phase-checking-outcome = قيد التحضير: ضاع الرد، جارٍ التحقق هل أُنشئت جلسة
phase-waiting-gateway = قيد التحضير: بانتظار منفذ البوابة
phase-waiting-router = قيد التحضير: بانتظار اتصال الموجّه
phase-active = نشطة
phase-ending-soon = تنتهي قريبًا
phase-revoking = جارٍ الإنهاء…
phase-failed = لم تُنشأ
phase-ended-expired = انتهت: انقضت مدتها
phase-ended-revoked = انتهت: أُنهيت يدويًا

launch-queued = يبدأ حالما تستجيب الجلسة.
launch-starting = جارٍ تشغيل { $program }…
launch-waiting-router = الطرفية مفتوحة ولم يتصل الموجّه بعد. { $attempts ->
    [zero] لم تُجرَّب أي محاولة دخول.
    [one] جُرّبت محاولة دخول واحدة.
    [two] جُرّبت محاولتا دخول.
    [few] جُرّبت { $attempts } محاولات دخول.
   *[other] جُرّبت { $attempts } محاولة دخول.
}
launch-started = تم تشغيل { $program }
launch-manual-winbox = تعذّر تشغيل WinBox. اكتب هذا في برنامج WinBox لديك، وانسخ كلمة المرور من هنا:
launch-manual-terminal = تعذّر تشغيل أي طرفية. اكتب هذا في طرفية لديك، وانسخ كلمة المرور من هنا:
launch-manual-ssh = تعذّر تشغيل برنامج ssh. استخدم هذه التفاصيل في برنامج آخر لديك:

address-left = خرج عنوانك من نطاق هذه الجلسة: لا يُسمح باتصالات جديدة من هنا.
renew-here = تجديد للعنوان الجديد
differs-from-request = منح الخادم خيارات غير التي طُلبت.
not-launchable-ended = لا يمكن فتحها: لقد انتهت.
not-launchable-unknown-type = لا يمكن فتحها: هذا البرنامج لا يعرف جلسات من النوع «{ $type }».
not-launchable-bad-entry-point = لا يمكن فتحها: أرسل الخادم عنوانًا غير آمن للاستخدام.
not-launchable-bad-port = لا يمكن فتحها: أرسل الخادم منفذًا لا يمكن أن يوجد.
not-launchable-bad-user-name = لا يمكن فتحها: أرسل الخادم اسم مستخدم غير آمن للاستخدام.
not-launchable-bad-password = لا يمكن فتحها: أرسل الخادم كلمة مرور غير آمنة للاستخدام.
not-launchable-missing-field = لا يمكن فتحها: لم يرسل الخادم ما يلزم للاتصال.
not-launchable-forward = لا يفتح المتصفح هذا المنفذ. انسخ العنوان واتصل به بالبرنامج المناسب.

## طلب الوصول

duration = المدة بالدقائق
duration-hint = من 15 إلى 1,440. ويمكن كتابة 1h30 أو 90m.
ends-at = تنتهي الساعة { $time }
ends-tomorrow = تنتهي غدًا الساعة { $time }
chip-minutes = { $minutes } د
chip-hours = { $hours } س
protocol = البروتوكول
full-access = وصول كامل
full-access-note = دونه: قراءة فقط
source-range = نطاق المصدر المسموح
allow-private = السماح بالمصادر الخاصة (RFC 1918)
my-address = عنواني
my-address-why = لا تستطيع أي واجهة معرفة العنوان الذي تتصل منه. اكتب عنوانك العام مرة واحدة وسيُحفظ على هذا الحاسوب.
my-address-own = عنوانك العام
my-address-remember = حفظ واستخدام
request-and-connect = طلب واتصال
request-only = طلب فقط
requesting = جارٍ الطلب…

duration-empty = اكتب عدد الدقائق، من 15 إلى 1,440.
duration-too-short = { $least ->
    [few] { $least } دقائق على الأقل.
   *[other] { $least } دقيقة على الأقل.
}
duration-too-long = { $hours ->
    [zero] { $most } دقيقة على الأكثر.
    [one] { $most } دقيقة على الأكثر (ساعة واحدة).
    [two] { $most } دقيقة على الأكثر (ساعتان).
    [few] { $most } دقيقة على الأكثر ({ $hours } ساعات).
   *[other] { $most } دقيقة على الأكثر ({ $hours } ساعة).
}
duration-not-whole = دقائق كاملة فقط.
duration-not-a-duration = ليست مدة زمنية. اكتب الدقائق مثل 90، أو 1h30.

range-single = يُرسل { $range }: هذا العنوان وحده.
range-opens = { $count ->
    [zero] لا يفتح لأي عنوان.
    [one] يفتح لعنوان واحد.
    [two] يفتح لعنوانين.
    [few] يفتح لعدد { $shown } عناوين.
    [many] يفتح لعدد { $shown } عنوانًا.
   *[other] يفتح لعدد { $shown } عنوان.
}
range-empty = اكتب العنوان أو النطاق المسموح له بالاتصال، مثل 203.0.113.42.
range-not-a-range = ليس عنوان IPv4 ولا نطاقًا. اكتب مثلًا 203.0.113.42 أو 203.0.113.0/24.
range-prefix-length = العدد بعد الشرطة المائلة يجب أن يكون من 0 إلى 32.
range-ipv6 = لا تدعم الواجهة IPv6. اكتب عنوان IPv4 أو نطاقًا.
range-host-bits = هذا العنوان داخل شبكة وليس بدايتها. أيهما تقصد؟

destination-empty = اكتب عنوان الجهاز، مثل 192.168.88.10.
destination-not-an-address = ليس عنوان IPv4. اكتب مثلًا 192.168.88.10.
destination-ipv6 = لا تدعم الواجهة IPv6. اكتب عنوان IPv4.
destination-not-a-device = لا يحمل هذا العنوان جهازٌ بعينه. اكتب عنوان الجهاز نفسه.
destination-port = اكتب منفذًا من 1 إلى 65535.
range-use-network = استخدام الشبكة { $range }
range-use-single = استخدام هذا العنوان وحده { $range }
range-wide = هذا أوسع من ‎/24. النطاق الأصغر أكثر أمانًا.
range-private = هذا نطاق خاص: لن تطابقه الحركة القادمة عبر الإنترنت. فعّل «السماح بالمصادر الخاصة (RFC 1918)» إن كنت تصل إلى الموجّه عبر شبكة خاصة.
range-private-allowed = هذا نطاق خاص: لن تطابقه الحركة القادمة عبر الإنترنت.
range-open-to-all = هذا يفتح تسجيل الدخول إلى الموجّه للإنترنت كله. ستُسأل مرة أخرى.

open-all-title = الفتح للإنترنت كله
open-all-text = يستطيع أي شخص على الإنترنت محاولة الدخول إلى { $site } طوال الجلسة. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
open-all-confirm = فتح للجميع
open-all-back = تغيير النطاق

## تسجيل الدخول

signin-title = تسجيل الدخول
signin-text = يبقى المفتاح في سلسلة مفاتيح هذا الحاسوب، ولا يُكتب في أي ملف.
profile-name = اسم الملف
api = الواجهة (API)
api-v1 = واجهة Altostrat ‏(v1)
api-sites = واجهة Altostrat (الجيل الأقدم)
api-other = عنوان آخر
api-speaks = الواجهة هناك من
api-speaks-v1 = الجيل v1
api-speaks-sites = الجيل الأقدم
api-address = عنوان الواجهة
api-key = مفتاح الواجهة أو الرمز
signin = تسجيل الدخول
signing-in = جارٍ تسجيل الدخول…
key-hint = مفتاح يبدأ بـ alto_sk_ أو رمز.
key-organisation = مفتاح مؤسسة. يظهر صاحبه بعد تسجيل الدخول.
key-other = ليس مفتاح مؤسسة ولا رمزًا؛ سيُرسل كما هو.
key-jwt = رمز.
key-user = لصالح { $user }
key-user-organisation = لصالح { $user } من { $organisation }
key-organisation-only = لصالح { $organisation }
key-until = صالح حتى { $time }
key-expired = انتهت صلاحية هذا الرمز في { $time }. سترفضه الواجهة.
key-expired-unknown = انتهت صلاحية هذا الرمز. سترفضه الواجهة.

keychain-waiting-title = بانتظار سلسلة المفاتيح
keychain-waiting-text = ربما يطلب النظام كلمة مرور سلسلة المفاتيح في نافذة مستقلة. ابحث عنها وافتح السلسلة.
keychain-cancel-note = إلغاء الأمر يتابع دون سلسلة المفاتيح: اكتب المفتاح من جديد لتسجيل الدخول.
keychain-retry = قراءة سلسلة المفاتيح من جديد
note-this-run-only = لم تقبل أي سلسلة مفاتيح حفظ المفتاح: يُحفظ المفتاح لهذا التشغيل فقط ويجب كتابته من جديد في المرة القادمة.

sign-out = تسجيل الخروج
sign-out-menu = تسجيل الخروج…
sign-out-title = تسجيل الخروج
sign-out-text = يُحذف مفتاح { $name } من سلسلة المفاتيح. تستمر الجلسات على الموجّهات حتى تنقضي أو تُنهى.
sign-out-stay = البقاء

## الإعدادات

language = اللغة
language-system = مثل النظام
language-english = English
language-arabic = العربية
theme = المظهر
theme-system = مثل النظام
theme-light = فاتح
theme-dark = داكن
settings-general = عام
settings-programs = البرامج
settings-profile = الملف
settings-about = حول
my-address-setting = عنواني
my-address-setting-note = عنوانك العام أو نطاقك. يملؤه زر «عنواني» في نموذج الطلب.
address-service = خدمة تخبر بعنوانك العام
address-service-note = عنوان https يجيب بالعنوان وحده. يسأله زر «عنواني». فارغ: لا يُسأل أحد.
watch-address = مراقبة عنواني
watch-address-note = ما دامت جلساتك مفتوحة، تُسأل تلك الخدمة كل عشر دقائق ويُنبَّه حين يخرج عنوانك من نطاقها.
settings-access-end = عند انتهاء الوصول
notices-setting = الإشعارات
notices-setting-note = يعرضها النظام قبل انتهاء الوصول وعند انتهائه.
warn-setting = التحذير قبل الانتهاء
warn-setting-note = أو حين يبقى خُمس المدة، إن كان ذلك لاحقًا.
warn-none = دون تحذير
warn-before = { $minutes ->
    [zero] عند الانتهاء
    [one] قبل دقيقة واحدة
    [two] قبل دقيقتين
    [few] قبل { $minutes } دقائق
   *[other] قبل { $minutes } دقيقة
}
settings-requests = الطلبات
preset-setting = الخيارات المعتادة
preset-setting-note = للمواقع التي ليست لها خيارات خاصة بها.
preset-last = آخر خيارات استُخدمت
preset-always = هذه الخيارات دائمًا
full-access-off = عند الإيقاف: قراءة فقط.
settings-life = بدء التشغيل والخروج
start-with-system = البدء مع النظام
start-with-system-note = ينتظر في علبة النظام دون نافذة.
quit-habit = عند الخروج والجلسات مفتوحة
quit-habit-note = تبقى مفتوحة على الموجّهات ما لم تُنهَ.
quit-habit-ask = السؤال كل مرة
quit-habit-keep = إبقاؤها مفتوحة
quit-habit-revoke = إنهاؤها
revoke-on-lock = إنهاء جلساتي عند قفل الشاشة
revoke-on-sleep = إنهاء جلساتي عند سكون الحاسوب
tells-no-lock = لا يُبلغ هذا النظام عن قفل الشاشة، فلا يمكن إنهاء الجلسات حينها.
tells-no-sleep = لا يُبلغ هذا النظام عن سكون الحاسوب، فلا يمكن إنهاء الجلسات حينها.
tells-neither = لا يُبلغ هذا النظام عن قفل الشاشة ولا عن سكون الحاسوب، فلا يمكن إنهاء الجلسات حينها.
quit-now-note = إغلاق النافذة لا ينهي البرنامج.
quit-app = الخروج من Altostrat Launcher
winbox-path = برنامج WinBox
winbox-path-note = إن تُرك فارغًا يُبحث في الأماكن المعتادة.
winbox-found = عُثر عليه:
winbox-chosen = المختار:
program-not-found = لم يُعثر عليه
ssh-program = برنامج SSH
terminal = الطرفية
terminal-first = أول ما يعمل منها
test = اختبار
test-winbox = اختبار WinBox
test-terminal = اختبار الطرفية
testing = جارٍ التشغيل…
program-opened = فُتح { $program }
profile-api = الواجهة (API)
profile-key = المفتاح
key-kind-organisation = مفتاح مؤسسة
key-kind-token = رمز
key-kind-other = ليس مفتاح مؤسسة ولا رمزًا
profile-stored = مكان الحفظ
stored-keychain = سلسلة مفاتيح النظام
stored-saving = جارٍ الحفظ في سلسلة المفاتيح…
stored-run = الذاكرة، لهذا التشغيل فقط
stored-environment = بيئة التشغيل؛ لا يُحفظ
version = الإصدار
data-folder = مجلد البيانات
log-folder = مجلد السجل
saved = تم الحفظ
settings-diagnostics = التشخيص
log-level = السجل
log-level-note = مقدار ما يُكتب في مجلد السجل. لا مفاتيح ولا كلمات مرور فيه مهما كان الاختيار.
log-level-fixed = متغيّر البيئة ALTOSTRAT_LAUNCHER_LOG هو الذي يحدد مقدار ما يُكتب.
log-level-warnings = التحذيرات وحدها
log-level-usual = كالمعتاد
log-level-more = أكثر، للعثور على خلل
diagnostics-export = تصدير التشخيص…
diagnostics-export-note = ملف zip لمن يساعدك. يُعرض كل ما فيه أولًا.
diagnostics-preparing = جارٍ الجمع…
diagnostics-title = تصدير التشخيص
diagnostics-text = هذا كل ما يُحفظ. ليست فيه مفاتيح ولا كلمات مرور؛ وقد تكون في السجل عناوين وأسماء.
diagnostics-files = الملفات
diagnostics-save = حفظ…
diagnostics-saving = جارٍ الحفظ…
diagnostics-saved = حُفظ التشخيص

## سطر الحالة

connection = الاتصال
status-idle = لم يتصل بعد
status-connected = متصل بـ { $host }
status-offline = دون اتصال: { $host }
status-fresh = حُدّث { $age }
status-last = آخر رد { $age }
clock-in-step = الساعة متوافقة
clock-wrong = ساعة هذا الحاسوب خاطئة بأكثر من دقيقة؛ العدّ التنازلي يتبع الخادم
requests-left = { $left ->
    [zero] لم يبقَ أي طلب من { $all } هذه الدقيقة
    [one] بقي طلب واحد من { $all } هذه الدقيقة
    [two] بقي طلبان من { $all } هذه الدقيقة
    [few] بقيت { $left } طلبات من { $all } هذه الدقيقة
    [many] بقي { $left } طلبًا من { $all } هذه الدقيقة
   *[other] بقي { $left } طلب من { $all } هذه الدقيقة
}
offline-note = الشبكة غائبة. المعروض كما كان { $age }، وتستمر الجلسات على الموجّهات.

## الأعطال وما العمل

error-signed-out = لقد خرجت من حسابك. سجّل الدخول للمتابعة.
error-key-rejected = رفضت الواجهة المفتاح. إن كان مفتاح مؤسسة فأعد المحاولة مرة، وإلا فسجّل الدخول بمفتاح آخر.
error-not-permitted-list-sites = لا يُسمح لهذا المفتاح بعرض المواقع. اطلب الإذن من مسؤول مؤسستك.
error-not-permitted-list-sessions = لا يُسمح لهذا المفتاح بعرض الجلسات. اطلب الإذن من مسؤول مؤسستك.
error-not-permitted-create-session = لا يُسمح لهذا المفتاح بطلب الوصول. اطلب الإذن من مسؤول مؤسستك.
error-not-permitted-revoke-session = لا يُسمح لهذا المفتاح بإنهاء الجلسات. اطلب الإذن من مسؤول مؤسستك.
error-not-permitted-list-forwards = لا يُسمح لهذا المفتاح بعرض تحويلات المنافذ. اطلب الإذن من مسؤول مؤسستك.
error-not-permitted-create-forward = لا يُسمح لهذا المفتاح بطلب تحويل منفذ. اطلب الإذن من مسؤول مؤسستك.
error-not-permitted-revoke-forward = لا يُسمح لهذا المفتاح بإنهاء تحويلات المنافذ. اطلب الإذن من مسؤول مؤسستك.
error-site-gone = لم تعد الواجهة تعرف هذا الموقع. حدّث القائمة.
error-site-offline = الموجّه غير متصل فلا يمكنه إدخال أحد. أعد المحاولة حين يعود.
error-session-gone = لم تعد الواجهة تعرف هذه الجلسة. اطلب جلسة جديدة.
error-session-expired = انتهت هذه الجلسة. اطلب جلسة جديدة.
error-create-outcome-unknown = ضاع الرد ولا يُعرف هل أُنشئت جلسة. حدّث القائمة قبل أن تطلب غيرها.
error-nothing-created = لم تُنشأ أي جلسة. يمكنك الطلب من جديد بأمان.
error-forwards-unavailable = لا توفّر هذه الواجهة تحويل المنافذ لهذا الموقع. لم يُطلب شيء.
error-refused = رفضت الواجهة الطلب لعدم صحته (الحالة { $status }). غيّر الخيارات واطلب من جديد.
error-rate-limited = { $seconds ->
    [zero] طلبات كثيرة جدًا. أعد المحاولة الآن.
    [one] طلبات كثيرة جدًا. أعد المحاولة بعد ثانية واحدة.
    [two] طلبات كثيرة جدًا. أعد المحاولة بعد ثانيتين.
    [few] طلبات كثيرة جدًا. أعد المحاولة بعد { $seconds } ثوانٍ.
   *[other] طلبات كثيرة جدًا. أعد المحاولة بعد { $seconds } ثانية.
}
error-server-trouble = الواجهة متعطلة (الحالة { $status }). أعد المحاولة بعد قليل.
error-unreadable-answer = أجابت الواجهة بما لا يمكن قراءته. تحقق من عنوان الواجهة أو أعد المحاولة.
error-unreachable = تعذّر الوصول إلى الواجهة. تحقق من اتصال الشبكة.
error-timed-out = لم تُجب الواجهة في الوقت المناسب. أعد المحاولة.
error-tls-rejected = لم تُقبل شهادة الواجهة. ربما يتنصت شيء بينك وبينها؛ تحقق من الشبكة ومن ساعة هذا الحاسوب.
error-portal = أجابت صفحة ويب بدل الواجهة كما تفعل صفحات دخول الشبكات. افتح المتصفح وسجّل الدخول إلى الشبكة ثم أعد المحاولة.
error-redirected = أجابت الواجهة بتحويل، ولا يُتبع التحويل أبدًا. تحقق من عنوان الواجهة.
error-keychain-missing = لا سلسلة مفاتيح في هذا الحاسوب. يُحفظ المفتاح لهذا التشغيل فقط.
error-keychain-locked = سلسلة المفاتيح مقفلة. افتحها واقرأها من جديد، أو اكتب المفتاح.
error-keychain-trouble = لم تستجب سلسلة المفاتيح كما ينبغي. اقرأها من جديد، أو اكتب المفتاح.
error-winbox-missing = لم يُعثر على WinBox في هذا الحاسوب. اختر البرنامج أو انسخ التفاصيل يدويًا.
error-terminal-missing = لم يُعثر على طرفية في هذا الحاسوب. ثبّت واحدة أو انسخ الأمر يدويًا.
error-ssh-missing = لم يُعثر على برنامج ssh في هذا الحاسوب. ثبّت OpenSSH أو انسخ التفاصيل يدويًا.
error-browser-missing = لم يُعثر في هذا الحاسوب على ما يفتح صفحات الويب. انسخ العنوان يدويًا.
error-winbox-failed = عُثر على WinBox لكنه لم يبدأ. اختر برنامجًا آخر أو انسخ التفاصيل يدويًا.
error-terminal-failed = لم تبدأ الطرفية. اختر غيرها في الإعدادات أو انسخ الأمر يدويًا.
error-ssh-failed = لم يبدأ برنامج ssh. انسخ التفاصيل يدويًا.
error-browser-failed = لم يبدأ المتصفح. انسخ العنوان يدويًا.
error-revoke-not-confirmed = قبلت الواجهة الإنهاء لكنها ما زالت تعرض الجلسة بعد دقيقة. حدّث القائمة، وأنهِ الجلسة من جديد إن بقيت.
error-gateway-silent = المنفذ لا يستجيب من هنا. ربما خُصّصت الجلسة لعنوان آخر.
error-key-not-deleted = تعذّر حذف المفتاح من سلسلة المفاتيح؛ ما زال محفوظًا فيها.
error-settings-reset = كان ملف الإعدادات تالفًا؛ وُضع جانبًا ما تعذّرت قراءته.
error-renew-failed = تعذّر تجديد هذه الجلسة، وستبقى حتى نهايتها.
error-host-key-changed = مفتاح SSH لهذا الموجّه ليس المفتاح المعروف لهذا الموقع، لذا لم يُرسل إليه شيء. تحقّق من السبب قبل الاتصال مجددًا.
error-old-host-key-only = لا يملك هذا الموجّه سوى نوع قديم من مفاتيح SSH ‏(ssh-rsa) يرفضه برنامج ssh. اسمح به لهذا الموقع وحده، أو اتصل عبر WinBox.
error-no-address-service = لم تُسمَّ خدمة تخبر بعنوانك العام. سمِّ واحدة في الإعدادات، أو اكتب العنوان.
error-address-not-found = تعذّرت معرفة عنوانك العام. أعد المحاولة، أو اكتبه.
error-host-keys-unwritable = تعذّرت قراءة قائمة مفاتيح SSH للموجّهات أو كتابتها. تحقق من مجلد البيانات.
error-settings-unwritable = تعذّرت كتابة الإعدادات. تحقق من امتلاء القرص ومن إمكان الكتابة في مجلد البيانات.
error-start-with-system = لم يقبل النظام إعداد «البدء مع النظام». غيّره في إعدادات النظام نفسه.
error-report-not-saved = تعذّر حفظ التشخيص هناك. احفظه في مجلد آخر.
error-clipboard = تعذّرت الكتابة في الحافظة. أعد المحاولة.
error-update-failed = لم يُثبَّت الإصدار الجديد. لم يتغير شيء: حاول لاحقًا، أو ثبّته يدويًا.
error-internal = حدث خلل داخل البرنامج ({ $reference }). أعد المحاولة؛ وإن تكرّر فشغّل البرنامج من طرفية لترى سجله.

field-empty = اكتب شيئًا هنا.
field-too-long = { $most ->
    [few] { $most } أحرف على الأكثر.
   *[other] { $most } حرفًا على الأكثر.
}
field-not-https = يجب أن يبدأ العنوان بـ https://‎ ‏(وhttp://‎ لهذا الحاسوب فقط).
field-not-an-address = ليس عنوان ويب. ينبغي أن يكون مثل https://v1.api.altostrat.io.
field-not-a-key = فيه محارف لا توجد في أي مفتاح. ألصق المفتاح وحده دون مسافات أو علامات اقتباس.
field-not-a-program = لا يوجد برنامج في هذا المكان.
field-needs-confirmation = الفتح للإنترنت كله يحتاج إلى تأكيدك.
field-key-empty = ألصق مفتاح الواجهة أو الرمز.
field-name-long = { $most ->
    [few] { $most } أحرف في الاسم على الأكثر.
   *[other] { $most } حرفًا في الاسم على الأكثر.
}

## إصدار أحدث

update-offered = يتوفر الإصدار { $version }
update-title = تثبيت الإصدار { $version }؟
update-text = يُغلق البرنامج ثم يبدأ من جديد. تبقى الجلسات مفتوحة، وتستمر الطرفيات وWinBox.
update-later = لاحقًا
update-install = تثبيت وإعادة تشغيل
update-installing = جارٍ التنزيل والتحقق من التوقيع…

## عدة مواقع معًا

several-pane = طلب واحد لعدة مواقع
selected-sites = { $count ->
    [zero] لا مواقع محددة
    [one] حُدّد موقع واحد
    [two] حُدّد موقعان
    [few] حُدّدت { $count } مواقع
    [many] حُدّد { $count } موقعًا
   *[other] حُدّد { $count } موقع
}
several-ask = طلب وصول…
several-clear = مسح
paste-open = لصق قائمة…
paste-title = لصق قائمة مواقع
paste-label = أسماء أو معرّفات، واحد في كل سطر
paste-select = تحديد
paste-looking = جارٍ البحث…
paste-close = إغلاق
paste-found = { $count ->
    [0] لم يُعثر على أي موقع.
    [one] عُثر على موقع واحد وحُدّد.
    [two] عُثر على موقعين وحُدّدا.
    [few] عُثر على { $count } مواقع وحُدّدت.
    [many] عُثر على { $count } موقعًا وحُدّدت.
   *[other] عُثر على { $count } موقع وحُدّدت.
}
paste-unknown = { $count ->
    [one] هذا السطر لا يسمّي موقعًا أو يسمّي عدة مواقع:
    [two] هذان السطران لا يسمّي كل منهما موقعًا أو يسمّي عدة مواقع:
    [few] هذه الأسطر وعددها { $count } لا يسمّي كل منها موقعًا أو يسمّي عدة مواقع:
   *[other] هذه الأسطر وعددها { $count } لا يسمّي كل منها موقعًا أو يسمّي عدة مواقع:
}
tags-open = تحديد حسب الوسم…
tags-title = تحديد المواقع حسب الوسم
tags-hint = يُحدَّد الموقع إذا كانت له إحدى القيم المختارة من كل وسم.
tags-count = { $count ->
    [zero] لا مواقع
    [one] موقع واحد
    [two] موقعان
    [few] { $count } مواقع
    [many] { $count } موقعًا
   *[other] { $count } موقع
}
tags-none-ticked = لم يُختر شيء بعد.
tags-fit = { $count ->
    [0] لا موقع يجمعها كلها.
    [one] موقع واحد يجمعها.
    [two] موقعان يجمعانها.
    [few] { $count } مواقع تجمعها.
    [many] { $count } موقعًا تجمعها.
   *[other] { $count } موقع تجمعها.
}
tags-gone = لم يعد لأي موقع وسم.
tags-selected = { $count ->
    [zero] لم يُحدّد أي موقع.
    [one] حُدّد موقع واحد.
    [two] حُدّد موقعان.
    [few] حُدّدت { $count } مواقع.
    [many] حُدّد { $count } موقعًا.
   *[other] حُدّد { $count } موقع.
}
site-tags = الوسوم
site-tag-find = عرض المواقع التي لها هذا الوسم
several-title = { $count ->
    [one] طلب وصول إلى موقع واحد
    [two] طلب وصول إلى موقعين
    [few] طلب وصول إلى { $count } مواقع
    [many] طلب وصول إلى { $count } موقعًا
   *[other] طلب وصول إلى { $count } موقع
}
several-sites = المواقع
several-more = { $count ->
    [one] وموقع آخر
    [two] وموقعان آخران
    [few] و{ $count } مواقع أخرى
    [many] و{ $count } موقعًا آخر
   *[other] و{ $count } موقع آخر
}
several-open-each = افتح كل موقع حالما يستجيب
several-send = { $count ->
    [one] طلب لموقع واحد
    [two] طلب لموقعين
    [few] طلب لعدد { $count } مواقع
    [many] طلب لعدد { $count } موقعًا
   *[other] طلب لعدد { $count } موقع
}
several-open-all-text = { $count ->
    [one] يستطيع أي شخص على الإنترنت محاولة الدخول إلى موقع واحد طوال الجلسات. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
    [two] يستطيع أي شخص على الإنترنت محاولة الدخول إلى موقعين طوال الجلسات. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
    [few] يستطيع أي شخص على الإنترنت محاولة الدخول إلى { $count } مواقع طوال الجلسات. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
    [many] يستطيع أي شخص على الإنترنت محاولة الدخول إلى { $count } موقعًا طوال الجلسات. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
   *[other] يستطيع أي شخص على الإنترنت محاولة الدخول إلى { $count } موقع طوال الجلسات. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
}
several-heading = { $count ->
    [one] طلب واحد، موقع واحد
    [two] طلب واحد، موقعان
    [few] طلب واحد، { $count } مواقع
    [many] طلب واحد، { $count } موقعًا
   *[other] طلب واحد، { $count } موقع
}
several-reopen = { $count ->
    [one] طلب الساعة { $time }، موقع واحد
    [two] طلب الساعة { $time }، موقعان
    [few] طلب الساعة { $time }، { $count } مواقع
    [many] طلب الساعة { $time }، { $count } موقعًا
   *[other] طلب الساعة { $time }، { $count } موقع
}
several-ready = جاهز: { $count }
several-preparing = قيد التحضير: { $count }
several-failed = فشل: { $count }
several-over = انتهى: { $count }
several-not-asked = لم يُطلب شيء
several-taken-back = سُحب الطلب: لم يُرسل شيء
several-session-gone = لم تعد هناك جلسة
several-connect-to = اتصال بموقع { $site }
several-revoke-on = إنهاء الوصول إلى { $site }
several-again-on = إعادة المحاولة في { $site }
several-revoke-these = إنهاء كل هذه
several-revoke-these-ask = إنهاء كل هذه…
several-revoke-these-text = { $count ->
    [one] ينتهي الآن الوصول إلى موقع واحد لكل من يستخدمه. تُقطع الاتصالات المفتوحة، وما زال في الانتظار لا يُرسل.
    [two] ينتهي الآن الوصول إلى موقعين لكل من يستخدمه. تُقطع الاتصالات المفتوحة، وما زال في الانتظار لا يُرسل.
    [few] ينتهي الآن الوصول إلى { $count } مواقع لكل من يستخدمه. تُقطع الاتصالات المفتوحة، وما زال في الانتظار لا يُرسل.
    [many] ينتهي الآن الوصول إلى { $count } موقعًا لكل من يستخدمه. تُقطع الاتصالات المفتوحة، وما زال في الانتظار لا يُرسل.
   *[other] ينتهي الآن الوصول إلى { $count } موقع لكل من يستخدمه. تُقطع الاتصالات المفتوحة، وما زال في الانتظار لا يُرسل.
}
several-done = تم

## Port forwards

forward = تحويل منفذ
forward-ask = تحويل منفذ…
forward-title = تحويل منفذ
forward-why = يفتح عبر البوابة طريقًا إلى جهاز واحد خلف الراوتر لمدة محدودة.
forward-address = عنوان الجهاز
forward-port = المنفذ
forward-request = طلب
forward-open = فتح الصفحة
forward-revoke-text = ينتهي الآن تحويل المنفذ إلى { $destination } في { $site } لكل من يستخدمه، وتُقطع الاتصالات المفتوحة.
forward-open-all-text = يستطيع أي شخص على الإنترنت محاولة الوصول إلى هذا الجهاز في { $site } طوال مدة تحويل المنفذ. لا تفعل ذلك إلا إن تعذّرت معرفة عنوانك.
type-unknown = { $type }

## حول البرنامج وأعمال الآخرين

about-program = البرنامج
about-commit = الإيداع
about-licence = الرخصة
third-party-open = إشعارات الأطراف الأخرى…
third-party-title = إشعارات الأطراف الأخرى
third-party-text = حزم لآخرين هي جزء من البرنامج، على أيٍّ من أنظمته، والشروط التي تأتي بها.
third-party-search = البحث في الحزم بالاسم
third-party-list = الحزم
third-party-notice = الإشعار
third-party-reading = جارٍ القراءة…
third-party-unreadable = تعذرت قراءة الإشعارات. أغلق هذا وافتحه من جديد.
third-party-none = لا حزمة بهذا الاسم.
third-party-standard = لا تحمل الحزمة نص رخصتها، وهذا هو النص المعتاد.
third-party-count = { $count ->
    [zero] لا حزم
    [one] حزمة واحدة
    [two] حزمتان
    [few] { $count } حزم
    [many] { $count } حزمة
   *[other] { $count } حزمة
}
