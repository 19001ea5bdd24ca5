"""What news sites write around their articles: the vocabulary of page furniture.

Everything here is the common stock of many sites. Three kinds are told apart: an *item* is furniture when it is a
whole line or a whole part of a bar; a *notice* makes furniture of the line that it is found in; a *tag* is furniture
inside a line whose rest is not.
"""

from __future__ import annotations

import re

_ITEMS = r"""
skip\sto\s(?:the\s)?(?:main\s)?(?:content|navigation|search|article)|(?:jump|go)\sto\s(?:the\s)?(?:top|main|content|navigation|search|comments?)(?:\scontent)?
accessibility\s(?:links|help|statement)
breaking(?:\snews)?|live(?:\stv|\supdates|\sblog|\sstream)?|latest(?:\snews)?|top\s(?:stories|news|headlines)
top\s.{1,25}\s(?:stories|news|headlines)(?:\snow)?
more\son\s(?:this|the)\s(?:story|topic|subject)|most\s(?:read|popular|viewed|shared)|trending(?:\snow)?
related(?:\s(?:stories|articles|topics|news|links|content))?
editor['’]?s['’]?\s(?:picks?|choice)|recommended(?:\sfor\syou)?
you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested\sin)|what\sto\sread\snext|read\snext|up\snext
(?:read|see|view|show|load|find\sout|learn)\s(?:more|all|less)
(?:all|our|more)\s(?:news|stories|articles|podcasts?|videos?|programmes|programs|newsletters|topics)
home(?:\spage)?|menu|search|news|world|business|economy|politics|opinions?|sports?|weather|culture|arts|travel
science|technology|tech|health|lifestyle|entertainment|money|markets|energy|environment|climate|education|magazine
analysis|explainers?|features?|investigations?|interviews?|editorials?|commentary|the\slong\sread|fact\scheck
in\spictures|podcasts?|videos?|photos?|galler(?:y|ies)|multimedia|audio|radio|tv|programmes?|newsletters?|archives?
comments?|press\s(?:releases?|service|office|room)|media\scent(?:re|er)|remarks(?:\s(?:&|and)\sbriefings)?|newsroom
more|article|talk|history|local|international|middle\seast|africa|asia|europe|americas|asia[-\s]pacific
latin\samerica
log\s?[io]n|log\s?out|sign\s?(?:in|up|out)|register
(?:log|sign)\s?in\sor\s(?:register|sign\s?up|create\san\saccount)|my\saccount|subscribe(?:\s(?:now|today))?|donate
support\sus|become\sa\smember|gift(?:\sthis)?\sarticle
share(?:\s(?:page|this|article|options|this\s(?:page|article|story|post)))?|about\ssharing|share\son\s.{1,15}
share\svia\s.{1,15}|tweet(?:\sthis)?|pin\sit|copy\slink|link\scopied!?|email(?:\sthis(?:\spage|\sarticle)?)?
e-?mail\sthis\sto\sa\sfriend|facebook|twitter|whatsapp|telegram|linkedin|reddit|instagram|youtube|tiktok|x|viber
flipboard|rss|what\sis\srss\??
print(?:er)?(?:[-\s]friendly(?:\sversion)?)?|print\sthis(?:\spage)?|cite(?:\sthis\s(?:entry|article|page))?
save(?:\s(?:for\slater|article|story|this))?|bookmark|download(?:\s(?:pdf|app|now))?|follow(?:\sus)?
listen(?:\sto\sthis\s(?:article|story))?|play(?:\s(?:video|audio))?|pause|mute|unmute|watch(?:\s(?:now|live|video))?
text\ssize|dark\smode|translate
please\swait|loading|buffering|no\smedia\ssource\s(?:is\s)?currently\savailable|embed
the\scode\shas\sbeen\scopied.{0,30}|auto|\d{2,4}p|\d+\s?(?:kb|mb)
advert(?:isement|ising|orial)?|ad|sponsored(?:\scontent)?|promoted|paid\scontent
(?:story|article)\scontinues\s(?:below|after\s(?:the\s)?adverti[sz]ement)
(?:accept|reject|decline|allow|manage)(?:\s/\smanage)?(?:\s(?:all|cookies|all\scookies|settings|preferences|options|and\scontinue|&\scontinue))*
cookie\s(?:settings|policy|preferences|notice)|manage\s(?:preferences|consent)
privacy(?:\s(?:policy|notice|statement|settings|cent(?:re|er)))?
terms(?:\s(?:of\s(?:use|service)|(?:and|&)\sconditions))?|legal(?:\snotice)?|disclaimer
copyright(?:\s(?:information|notice|policy))?|foia|contact(?:\sus)?|about(?:\sus)?|careers|jobs|help|faqs?
site\s?map|our\sstandards.{0,40}|editorial\s(?:standards|guidelines|policy)|corrections|imprint
advertise(?:\swith\sus)?|reuse\sthis\scontent|(?:rights\sand\s)?permissions|reprints
(?:get|sign\sup\s(?:for|to)|subscribe\sto|join)\s(?:the|our|my)\s.{0,30}(?:newsletters?|briefings?|app|list|emails?|alerts?)|.{1,25}\s(?:news\s)?app|.{1,25}\sexplainers
daily\snewsletter.{0,20}
comments?\s\(?\d+\)?|\d+\s(?:comments?|shares?|likes?|views?)|\d+\s?min(?:ute)?s?(?:\sread)?
reading\stime:?\s\d+\smin(?:ute)?s?|(?:back|return)\sto\s(?:the\s)?(?:top|home(?:page)?|index|search|news)|previous|next|close|open|expand|collapse|edit|tags?
topics?|categories|page\s\d+(?:\sof\s\d+)?|\[edit\]
in\s\W{0,2}(?:international|world|politics|news|business|opinion|europe|africa|asia)\W{0,2}
(?:from\s)?our\sarchives?|special\s(?:dispatch|report|to\s.{3,30})|(?:text\s)?by:?\snews\swires|news\swires
staff\s(?:writer|reporter)s?
"""

_LANGUAGES = (
    "english|en|eng|français|francais|fr|español|espanol|es|esp|deutsch|de|italiano|it|português|portugues|pt|русский|ru|рус|"
    "українська|ua|uk|العربية|عربي|ar|中文|zh|cn|日本語|ja|한국어|ko|türkçe|tr|فارسی|fa|hy|ka|az|pl|sr|срб|el|he|עברית|hi|हिन्दी"
)


def _one_of(lines: str) -> re.Pattern[str]:
    return re.compile("|".join(line for line in lines.split("\n") if line), re.IGNORECASE)


ITEM = _one_of(_ITEMS)
"""Matches a whole line or part of a bar that is furniture (use ``fullmatch``, without surrounding marks)."""

LANGUAGE = re.compile(_LANGUAGES, re.IGNORECASE)
"""Matches the name or code of a language as language switches print it."""

NOTICE = _one_of(
    r"""
\b(?:we|(?:this|our)\s(?:web)?site)(?:\sand\s(?:our|its)\spartners)?\suses?\scookies\b
\bcookies\sto\s(?:give|improve|offer|personali[sz]e|provide)\b|\b(?:read|see|our)\s(?:\w+\s){0,2}privacy\spolicy\b
\baccept\s(?:all\s)?cookies\b
\ball\srights\sreserved\b|^\W*(?:copyright|©|\(c\))\s?(?:©\s?)?(?:\d{4}|the\s|by\s)|^\W*©\s?\w[^.]{0,80}\d{4}
^\W*(?:sign\sup|subscribe|register)\s(?:for|to|now|here|today)\b(?=.{0,80}\b(?:newsletters?|briefings?|e-?mails?|alerts?|updates?|stories|account|free|inbox|podcasts?|daily|weekly)\b)
\bsubscribe\sto\sour\b|\bdelivered\s(?:straight\s)?to\syour\sinbox\b|^\W*daily\snewsletter\b
\bour\snewsletters?\b(?=.{0,30}$)
^\W*(?:follow|like|find|join)\sus\son\b
\bfollow\sus\son\s(?:facebook|twitter|x|telegram|viber|instagram|whatsapp|google)\b|^\W*for\smore\snews\b
^\W*share\son\s\w+
^\W*to\s(?:participate|take\spart)\sin\sthe\s(?:discussion|comments)\b
^\W*(?:log|sign)\s?in\s(?:or\s(?:register|sign\s?up)|to\s(?:comment|continue|read|vote|your))\b
^\W*(?:have\syour\ssay|leave\sa\s(?:comment|reply)|join\sthe\s(?:conversation|discussion))\b
\bsupport\s(?:our|independent|quality)\sjournalism\b|\bsmall\sfavou?r\sto\sask\b|^\W*save\sarticles\b
\byour\sown\sreading\slist\b|^\W*download\sour\b
\b(?:translated\sautomatically|automatically\stranslated|machine[-\s]translated|translated\sby\s(?:a\smachine|software|google))\b
\btransmit\sthis\snews\sautomatically\b
\b(?:does\snot|do\snot|don['’]t|not\sall\snews\son\sthe\ssite)\s(?:necessarily\s)?(?:express(?:es)?|reflect|represent)\b.{0,40}\b(?:views?|opinions?|polic(?:y|ies)|points?\sof\sview)\b.{0,30}\b(?:site|editors?|publisher|newspaper|outlet|author|website)\b
\b(?:views|opinions)\sexpressed\s(?:here|herein|in\sthis\s(?:article|column|piece|text|section)|by\sthe\sauthors?)\b
\bpoint\sof\sview\sof\sthe\ssite\b
\b(?:we|web|site|website|editors?|publisher|newspaper)\b.{0,20}\bnot\s(?:made\s)?(?:responsible|liable|answer)\s(?:of|for)\s(?:(?:the|possible|any)\s){0,2}(?:errors|content)\b
^\W*(?:topics?|tags?|categories|keywords|filed\sunder|related\stopics|explore\smore\son\sthese\stopics|contents)\s?:
^\W*continued\s(?:on|from)\spage\b|\bback\spage\)?\W*$|^\(weather,\spage\b|^\W*key\spoints\W*$
^\W*(?:additional\s)?(?:reporting|editing|writing)\sby\s[^.]{3,120}(?:;\s(?:editing|writing)\sby\s[^.]{3,80})?\.?$
^\(with\s(?:inputs?\sfrom\s|reporting\sby\s|additional\sreporting\s)?[A-Za-z, ]{2,60}\)$
^\W*this\s(?:article|story|text|translation|post)\s(?:has\sbeen|was|is)\s(?:first\s|originally\s|automatically\s)*(?:translated|published|republished|produced|updated|part\sof)\b
"""
)
"""Found in a line that is furniture as a whole (use ``search``; for lines that are not long)."""

_AGENCY = r"(?:[A-Z][\w.'’&-]*)(?:[ ](?:[A-Z][\w.'’&-]*|of|the|de|via)){0,4}"
_NAME = (
    r"(?:(?:[A-Z]{2,}[ ]){0,3}[A-Z]{2,}?(?=FILE[ ]PHOTO)|[A-Z]{2,}(?:[ -][A-Z]{2,}){0,3}\b"
    r"|(?:[A-Z][a-zà-ÿ.'’-]+|[A-Z]\.)(?:[ ](?:[A-Z][\w.'’-]+|de|van|von|al|el)){0,3})"
)

TAGS = (
    # labels before a link or a caption; what follows stays
    re.compile(
        r"^[\W_]{0,4}(?:read|see|watch|listen|view|know|learn)\s(?:more|also|next|here)(?:\s(?:on|about)\sthis)?\s?[:|–—-]",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"^[\W_]{0,4}(?:you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested\sin)|related|watch|listen|recommended"
        r"|don['’]t\smiss|also\sread)\s?:",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"^\s{0,4}\[?(?:file\s)?photos?(?:\sby\s[^:\n]{2,30})?\s?:|(?<=[a-zA-Z])FILE PHOTO:|\bFILE PHOTO:",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        r"[(\[](?:file|archive|stock)\s(?:photo|picture|image|pic)[)\]]|\b(?:archive|file)\sphoto\.?$",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(r"\[edit\]|\[(?:source|citation needed)\]", re.IGNORECASE),
    re.compile(r"(?<=\S)[ ](?:EXPLAINER|VIDEO|VIDEOS|PHOTO|PHOTOS|WATCH|GALLERY|OP-ED)$", re.MULTILINE),
    # picture credits
    re.compile(rf"©[ ]?{_AGENCY}(?:[ ]?/[ ]?{_NAME}){{0,2}}"),
    re.compile(
        rf"\b(?:REUTERS|AFP|AP|EPA|TASS|Reuters|Getty Images|Sputnik|AP Photo)/{_NAME}"
        r"(?:/(?:File Photo|Pool|POOL|FILE))?"
    ),
    re.compile(r"\((?:Photo|Picture|Image|Credit)s?(?::|[ ]by|[ ]credit)[^()\n]{2,60}\)"),
    # what screen readers are given for a picture: publisher, width, date of the picture
    re.compile(r"(?:^|[ ])[-–][ ][A-Z][\w.'’& ]{1,40},[ ]\d{3,4},[ ]\d{1,2}\.\d{1,2}\.\d{4}", re.MULTILINE),
)
"""Furniture inside a line; the matched stretch is masked, the rest of the line stays."""

OUTLETS = (
    "RT|BBC(?: News)?|CNN|Reuters|AFP|AP(?: News)?|The Guardian|The New York Times|The Washington Post|"
    "The Times|The Telegraph|Financial Times|The Independent|Al Jazeera|DW|France 24|Euronews|"
    "Sputnik(?: International| News)?|TASS|Interfax|Xinhua|Global Times|CGTN|China Daily|Kyiv Post|Ukrinform|"
    "NPR|CBS News|ABC News|NBC News|Fox News|Bloomberg|Politico|POLITICO|Foreign Policy|The Economist|The Hill|"
    "Axios|Newsweek|Time|Le Monde|Der Spiegel|Haaretz|The Hindu|Dawn|Kyodo News|Anadolu Agency|Press TV|"
    "Tehran Times|Radio Free Europe/Radio Liberty|RFE/RL|VOA(?: News)?|Voice of America|UN News|Sky News|"
    "The Moscow Times|The Japan Times|South China Morning Post|The Straits Times"
)
"""Names of news outlets as page titles carry them after a dash or a bar."""

TITLE_SUFFIX = re.compile(rf"[ ][–—|-][ ](?P<outlet>{OUTLETS})(?=$|[ ,|–—-])[^.!?\n]{{0,60}}$", re.MULTILINE)
"""The outlet, and perhaps its section, after a headline in the first lines of a page."""
