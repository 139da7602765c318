# What the helper says inside the user's terminal.
terminal-not-checked-in = لم يتصل الموجّه بالمنصة بعد؛ ستُعاد المحاولة…
terminal-login-refused = رفض الموجّه تسجيل الدخول. اضغط «اتصال» في المُشغّل للمحاولة مجددًا، أو اطلب جلسة جديدة.
terminal-not-reachable = لا يمكن الوصول إلى الموجّه عبر هذه الجلسة.
terminal-session-ended = انتهت هذه الجلسة.
terminal-host-key-changed = مفتاح هذا الموجّه ليس المفتاح المعروف سابقًا، لذا لم يُرسل إليه شيء. تحقّق من السبب قبل الاتصال مجددًا.
terminal-old-host-key-only = لا يملك هذا الموجّه سوى نوع قديم من المفاتيح (ssh-rsa) يرفضه برنامج ssh. اسمح به لهذا الموقع في المشغّل، أو اتصل عبر WinBox.
terminal-not-started = تعذّر تشغيل برنامج ssh.
terminal-unsafe-session = تحتوي الجلسة على ما لا يُؤمَن تمريره إلى ssh؛ لم يُشغَّل شيء.
terminal-launcher-gone = لا يجيب Altostrat Launcher عن هذه النافذة. اضغط «اتصال» فيه مجددًا.
terminal-connection-ended = انتهى الاتصال.
terminal-press-enter = اضغط Enter لإغلاق هذه النافذة.
terminal-it-works = هذه الطرفية تعمل. يستطيع Altostrat Launcher فتحها على موجّهاتك.
