# Notices and the tray, which Rust shows by itself.
notice-ends-soon = { $minutes ->
    [one] { $site }: ينتهي وصول { $protocol } بعد دقيقة واحدة
    [two] { $site }: ينتهي وصول { $protocol } بعد دقيقتين
    [few] { $site }: ينتهي وصول { $protocol } بعد { $minutes } دقائق
   *[other] { $site }: ينتهي وصول { $protocol } بعد { $minutes } دقيقة
}
notice-ends-soon-body = جدّده للمتابعة دون انقطاع.
notice-ended = { $site }: انتهى وصول { $protocol }
notice-ended-body = اطلب الوصول من جديد للمتابعة.
notice-away = انتهى الوصول أثناء سكون الحاسوب
notice-away-body = { $count ->
    [one] انتهت جلسة واحدة.
    [two] انتهت جلستان.
    [few] انتهت { $count } جلسات.
   *[other] انتهت { $count } جلسة.
}
notice-renew-failed = { $site }: تعذّر تجديد الوصول
notice-renew-failed-body = تبقى الجلسة حتى نهايتها. افتح النافذة لمعرفة السبب.
notice-wish-failed = { $site }: لم يتم الاتصال
notice-wish-failed-body = افتح النافذة لمعرفة السبب.
notice-guard-revoked = أُنهي الوصول أثناء غيابك
notice-guard-revoked-body = { $count ->
    [one] أُنهيت جلسة واحدة.
    [two] أُنهيت جلستان.
    [few] أُنهيت { $count } جلسات.
   *[other] أُنهيت { $count } جلسة.
}
notice-guard-failed = تعذّر إنهاء الوصول أثناء غيابك
notice-guard-failed-body = { $count ->
    [one] ما زالت جلسة واحدة مفتوحة. افتح النافذة لمعرفة السبب.
    [two] ما زالت جلستان مفتوحتين. افتح النافذة لمعرفة السبب.
    [few] ما زالت { $count } جلسات مفتوحة. افتح النافذة لمعرفة السبب.
   *[other] ما زالت { $count } جلسة مفتوحة. افتح النافذة لمعرفة السبب.
}
notice-address-left = { $site }: عنوانك خارج نطاق وصول { $protocol }
notice-address-left-body = تُرفض الاتصالات الجديدة. جدّده للعنوان الذي لديك الآن.
notice-renew-here = تجديد لعنواني
notice-renew = تجديد
notice-open = فتح
tray-session = { $site } · { $protocol } · { $minutes } د
tray-session-soon = { $site } · { $protocol } · بقي { $minutes } د
tray-session-preparing = { $site } · { $protocol } · قيد التحضير
tray-connect = اتصال
tray-renew = تجديد
tray-revoke = إنهاء
tray-quick-connect = اتصال سريع
tray-quick-connect-empty = تظهر هنا المواقع المفضلة والأخيرة
tray-signed-out = لم يُسجَّل الدخول
tray-open = فتح Altostrat Launcher
tray-revoke-all = إنهاء كل الجلسات…
tray-settings = الإعدادات…
tray-quit = الخروج من البرنامج
tray-tooltip-idle = Altostrat Launcher: لا جلسات مفتوحة
tray-tooltip-active = { $count ->
    [one] Altostrat Launcher: جلسة مفتوحة واحدة
    [two] Altostrat Launcher: جلستان مفتوحتان
    [few] Altostrat Launcher: { $count } جلسات مفتوحة
   *[other] Altostrat Launcher: { $count } جلسة مفتوحة
}
tray-tooltip-offline = Altostrat Launcher: لا يمكن الوصول إلى الواجهة البرمجية
