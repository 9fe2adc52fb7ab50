"""WordPress exports and pages to import, as their programs write them; all of it is made up."""

from __future__ import annotations

HEAD = """\
<?xml version="1.0" encoding="{encoding}" ?>
<!-- generator="WordPress/6.5" created="2026-01-01 10:00" -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/{version}/"
>
<channel>
	<title>Sample Clinic</title>
	<link>https://clinic.example</link>
	<wp:wxr_version>{version}</wp:wxr_version>
	<wp:base_blog_url>https://clinic.example</wp:base_blog_url>
	<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[sam]]></wp:author_login><wp:author_display_name><![CDATA[Sam Sample, LMFT]]></wp:author_display_name></wp:author>
	<wp:author><wp:author_id>2</wp:author_id><wp:author_login><![CDATA[admin]]></wp:author_login><wp:author_display_name><![CDATA[Alex Example]]></wp:author_display_name></wp:author>
"""
END = "</channel>\n</rss>\n"


def head(version: str = "1.2", encoding: str = "UTF-8") -> str:
    """Return a file's beginning, up to its first item."""
    return HEAD.format(version=version, encoding=encoding)


def item(number: int = 1, content: str = "<p>Text.</p>", extra: str = "", **fields: str) -> str:
    """Return an item; fields are elements by name, with __ for a colon, and "" leaves one out."""
    elements = {
        "title": f"<![CDATA[Post {number}]]>",
        "link": f"https://clinic.example/2026/01/post-{number}/",
        "guid": f"https://clinic.example/?p={number}",
        "dc__creator": "<![CDATA[sam]]>",
        "content__encoded": f"<![CDATA[{content}]]>",
        "excerpt__encoded": "<![CDATA[]]>",
        "wp__post_id": str(number),
        "wp__post_date": "2026-01-05 18:30:00",
        "wp__post_date_gmt": "2026-01-06 02:30:00",
        "wp__post_name": f"post-{number}",
        "wp__status": "publish",
        "wp__post_type": "post",
        **fields,
    }
    lines = [
        f"<{name.replace('__', ':')}>{value}</{name.replace('__', ':')}>" for name, value in elements.items() if value
    ]
    return "<item>\n" + "\n".join(lines) + f"\n{extra}</item>\n"


def meta(key: str, value: str) -> str:
    """Return a custom field."""
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"


def wxr(*items: str, version: str = "1.2", encoding: str = "UTF-8") -> str:
    """Return a whole file."""
    return head(version, encoding) + "".join(items) + END


PAGE = """\
<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>Calm starts small | Sample Clinic</title>
<link rel="canonical" href="https://clinic.example/blog/calm-starts-small/">
<meta name="description" content="How small steps lead to calm.">
<meta property="og:site_name" content="Sample Clinic">
<meta property="article:published_time" content="2026-01-04T10:00:00-08:00">
<meta property="article:tag" content="calm">
<script type="application/ld+json">{"@graph": [{"@type": "BlogPosting", "headline": "Calm starts small", "dateModified": "2026-01-09"},
 {"@type": "MedicalBusiness", "name": "Sample Clinic", "telephone": "(415) 555-0134", "email": "hello@clinic.example"}]}</script>
</head><body><a class="skip-link" href="#content">Skip to content</a>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/blog">Blog</a></li></ul></nav></header>
<main id="content"><article><h1>Calm starts small</h1>
<p class="meta">By <a href="/team/sam">Sam Sample, LMFT</a> | January 4, 2026</p>
<figure><img src="/img/calm.jpg" alt="A path in a park"></figure>
<p>Calm is not a place that we arrive at. It is a way of walking, and most of us learn it slowly.</p>
<h2>Begin with breath</h2>
<p>Short.</p>
<p>When we notice the breath we notice the body. See <a href="study">this study</a> for more.</p>
<ul><li>Breathe in for four.</li><li>Breathe out for six.</li></ul>
<blockquote><p>Feelings come and go like clouds.</p></blockquote>
<p class="credit">Photo Credit: Pat Sample</p>
<div class="sharedaddy"><p>Share this:</p><a href="#">Post</a></div>
</article></main>
<section class="testimonials"><h3>What our clients say</h3>
<div class="slide"><p>“I felt at home from the first day.</p><p>“We talk again now.”</p><p class="author">Sample A</p></div>
<div class="slide"><p>An oasis.</p><p>Calm and safe.</p><p class="author">— Sample B.</p></div>
<div class="slide"><p>An oasis.</p><p>Calm and safe.</p><p class="author">— Sample B.</p></div></section>
<aside class="sidebar"><h4>Related posts</h4><ul><li><a href="/x">Another post about nothing</a></li></ul></aside>
<footer><p>Send us a text! We're here on weekdays from 9am - 9pm.</p><a href="sms:+14155550135">Text</a>
<p>© 2026 Sample Clinic. All rights reserved.</p></footer></body></html>
"""

TEXT = """\
Skip to main content

By Sam Sample, MFT

Rest is often spoken of, a sometimes elusive thing that is known more by its felt quality than by anything we could count.  It comes slowly – and it stays.

Some say “rest means ‘most within’.”  It takes time.

Photo Credit: Pat Sample


  • I like this sample clinic! From the beginning we felt at ease.

    Our talks helped us – that much more.

    Sample A

  • An oasis, for busy people.

    It’s quiet.

    Sample B

  • Inviting and kind.

    In fact, it is like a home.

    Sample C


Send us a text! We're here on weekdays from 9am - 9pm."""
