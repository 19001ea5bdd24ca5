"""Pages of invented outlets, made as content management systems make them, with what each must keep and lose."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page, the passages that tell of acts, and those that belong to its surroundings."""

    html: str
    kept: tuple[str, ...]
    lost: tuple[str, ...]


LEAD = (
    "The foreign minister of Ruritania said on Monday that his country would not accept the draft agreement which its "
    "neighbour had put forward, and that it had never promised to do so."
)
DENIAL = (
    "Officials in Strelsau denied that any such undertaking had been given by the previous administration, and "
    "demanded that the text of the alleged protocol be published in full."
)
QUOTE = "“We have not signed anything, and nobody has asked us to,” the minister told reporters outside the assembly."
CLOSE = "Both governments agreed to meet again in the autumn, a spokeswoman for the commission announced."
SHORT = "Zenda declined to comment."
CAPTION = "The ministers of both countries rejected the plan at a meeting in Zenda"
HEADLINE = "Ruritania rejects the offer of its neighbour"
RELATED = (
    "Grand duke warns against new tariffs on timber",
    "Opposition demands inquiry into railway contract",
    "Central bank promises lower rates by spring",
)
COMMENTS = (
    "They always promise and never deliver, the same story for thirty years, wake up people and look at history.",
    "My cousin worked in that ministry and he denied everything too, I would not trust a single word of it.",
)
COOKIES = (
    "We and our 842 partners store and access information on your device to offer personalised content and measure "
    "ads. You can accept or reject our use of legitimate interest at any time on the privacy page."
)
NEWSLETTER = (
    "Sign up to our morning briefing and never miss the stories that the ministers would rather you had not read."
)
AUTHOR = "Rudolf Rassendyll has covered the courts of central Europe for the Gazette since 2004 and lives in Zenda."


def _p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _links(items: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/news/{n}">{item}</a></li>' for n, item in enumerate(items))


def _comments() -> str:
    return "".join(
        f'<div class="comment"><p class="who">reader{n}</p><p>{text}</p></div>' for n, text in enumerate(COMMENTS)
    )


_MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "World", "Politics", "Sport"))

PAGES: dict[str, Page] = {
    "semantic elements": Page(
        f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE} | The Gazette</title>
        <meta property="article:published_time" content="1999-05-03T09:00:00Z"></head><body>
        <header><nav><ul>{_MENU}</ul></nav></header><main><article><h1>{HEADLINE}</h1>
        <figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>{_p(LEAD, QUOTE)}
        <aside><h2>Read more</h2><ul>{_links(RELATED)}</ul></aside>{_p(DENIAL, SHORT, CLOSE)}</article></main>
        <section id="comments" class="comments">{_comments()}</section>
        <footer><p>© 1999 The Gazette</p></footer></body></html>""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE, CAPTION),
        (*RELATED, *COMMENTS),
    ),
    "blog engine of nested divisions": Page(
        f"""<html><head><title>{HEADLINE} - Zenda Blog</title></head><body class="single"><div id="page">
        <div id="masthead">
        <div class="menu"><ul>{_MENU}</ul></div></div><div id="content"><div id="primary"><div class="post hentry">
        <h1 class="entry-title">{HEADLINE}</h1>
        <div class="entry-meta">Posted on <span class="entry-date">May 3, 1999</span>
        by <a href="/r">Rudolf</a></div><div class="entry-content">{_p(LEAD, QUOTE, DENIAL, SHORT, CLOSE)}
        <div class="sharedaddy"><h3>Share this:</h3><ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div>
        <div id="jp-relatedposts"><h3>Related</h3><p><a href="/1">{RELATED[0]}</a></p><p><a href="/2">{RELATED[1]}
        </a></p></div>
        </div></div><div id="comments"><h2>2 thoughts</h2><ol class="commentlist">{_comments()}</ol>
        <div id="respond"><form><p>Leave a reply, your address will not be published</p></form></div></div></div>
        <div id="secondary" class="widget-area"><div class="widget"><h3>Recent posts</h3><ul>{_links(RELATED[1:])}
        </ul></div>
        <div class="widget"><p>{AUTHOR}</p></div></div></div></div></body></html>""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE),
        (*RELATED, *COMMENTS, AUTHOR),
    ),
    "consent banner before everything": Page(
        f"""<html><head><title>{HEADLINE}</title></head><body>
        <div class="cookie-consent" role="dialog" id="cmp-banner"><p>{COOKIES}</p>
        <a class="btn">Accept all</a></div><div class="site"><div class="top-nav">
        <a href="/">Home</a> <a href="/w">World</a></div>
        <div class="story"><h1>{HEADLINE}</h1><div class="byline">By Rudolf Rassendyll</div>
        <div class="story-body">{_p(LEAD, QUOTE)}
        <div class="newsletter-signup"><p>{NEWSLETTER}</p></div>{_p(DENIAL, SHORT, CLOSE)}</div></div>
        <div class="most-read"><h2>Most read</h2><ol>{_links(RELATED)}</ol></div></div></body></html>""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE),
        (COOKIES, NEWSLETTER, *RELATED),
    ),
    "ministry with a table layout": Page(
        f"""<html><head><title>Ministry of Foreign Affairs</title></head><body><table width="100%"><tr>
        <td colspan="2">
        <a href="/">Main page</a> | <a href="/m">The Minister</a> | <a href="/c">Contacts</a></td></tr><tr>
        <td width="20%">
        <a href="/1">{RELATED[0]}</a><br><a href="/2">{RELATED[1]}</a><br><a href="/3">{RELATED[2]}</a></td><td>
        <font size="4"><b>{HEADLINE}</b></font><br><i>3 May 1999</i><br>{_p(LEAD, QUOTE, DENIAL, SHORT, CLOSE)}</td>
        </tr></table></body></html>""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE),
        RELATED,
    ),
    "paragraphs parted by line breaks": Page(
        f"""<html><head><title>{HEADLINE}</title></head><body><div class="nav"><a href="/">Home</a></div>
        <div class="text">
        <h2>{HEADLINE}</h2>{LEAD}<br><br>{QUOTE}<br><br>{DENIAL}<br><br>{SHORT}<br><br>{CLOSE}</div>
        <div class="rel">{"".join(f'<div><a href="/{n}">{item}</a></div>' for n, item in enumerate(RELATED))}</div>
        </body></html>""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE),
        RELATED,
    ),
    "component classes without meaning": Page(
        f"""<html><head><title>{HEADLINE}</title><meta property="og:title" content="{HEADLINE}"></head><body>
        <div id="root"><div class="sc-1a2b">
        <div class="sc-9z"><a href="/">Home</a><a href="/w">World</a></div><div class="sc-3c">
        <h1 class="sc-h">{HEADLINE}</h1>
        <div class="sc-p"><div><span>{LEAD}</span></div><div><span>{QUOTE}</span></div><div><span>{DENIAL}</span>
        </div>
        <div><span>{SHORT}</span></div><div><span>{CLOSE}</span></div></div></div><div class="sc-77">
        {"".join(f'<div><a href="/{n}"><h3>{item}</h3></a></div>' for n, item in enumerate(RELATED))}</div></div>
        </div></body></html>""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE),
        RELATED,
    ),
    "transcript of a press conference": Page(
        f"""<html><head><title>Remarks to the press</title></head><body><div class="header"><ul>{_MENU}</ul></div>
        <div class="content">
        <h1>Remarks to the press</h1><p><b>FOREIGN MINISTER:</b> {LEAD}</p><p><b>QUESTION:</b> Will you sign?</p>
        <p><b>FOREIGN MINISTER:</b> No.</p><p><b>QUESTION:</b> {DENIAL}</p><p><b>FOREIGN MINISTER:</b> {CLOSE}</p>
        <blockquote><p>{QUOTE}</p></blockquote><ul><li>{CAPTION}.</li></ul></div>
        <div class="footer"><p>{AUTHOR}</p></div></body></html>""",
        (LEAD, "Will you sign?", "No.", DENIAL, CLOSE, QUOTE, CAPTION),
        (AUTHOR,),
    ),
    "broken markup": Page(
        f"""<title>{HEADLINE}</title><body><div class=menu><ul>{_MENU}<div class=article><h1>{HEADLINE}</h2><p>{LEAD}
        <p>{QUOTE}</span></div></td>
        <p>{DENIAL}<p><b>{SHORT}<p><i>{CLOSE}</b></i><div class="related-links"><a href=/1>{RELATED[0]}</a>
        <a href=/2>{RELATED[1]}</a>
        <div class=comments><p>{COMMENTS[0]}<p>{COMMENTS[1]}""",
        (HEADLINE, LEAD, QUOTE, DENIAL, SHORT, CLOSE),
        (*RELATED[:2], *COMMENTS),
    ),
    "communiqué as a list": Page(
        f"""<html><head><title>Joint communiqué</title></head><body><div id="nav"><ul>{_MENU}</ul></div>
        <div id="main-content"><h1>Joint communiqué</h1>
        <ol><li>{LEAD}</li><li>{DENIAL}</li><li>{CLOSE}</li></ol><p>{SHORT}</p></div>
        <div class="sidebar"><h4>Latest</h4><ul>{_links(RELATED)}</ul></div></body></html>""",
        (LEAD, DENIAL, CLOSE, SHORT),
        RELATED,
    ),
    "short notice": Page(
        f"""<html><head><title>{HEADLINE}</title></head><body><div class="nav"><ul>{_MENU}</ul></div>
        <div class="item"><h1>{HEADLINE}</h1>
        <p>{SHORT}</p></div><div class="more"><ul>{_links(RELATED)}</ul></div></body></html>""",
        (HEADLINE, SHORT),
        RELATED,
    ),
}
