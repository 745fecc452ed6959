"""Posts, comments and pages as the Graph API shows them (Page Post, Comment and Page references)."""

from collections.abc import Callable

from sandbox.clock import graph_time
from sandbox.facebook.wall import Comment, Post
from sandbox.files import File
from sandbox.graph.fields import Field, Values
from sandbox.stage import Stage
from sandbox.wire import Call

POST_DEFAULT = "created_time,message,id"
COMMENT_DEFAULT = "created_time,from,message,id"
PAGE_DEFAULT = "name,id"
RATING_DEFAULT = "created_time,reviewer,rating,review_text"
# Fields that exist on the platform but have no value here: they stay away without an error.
POST_EMPTY = (
    "story parent_id message_tags story_tags shares place privacy properties to via "
    "icon actions application backdated_time call_to_action child_attachments coordinates event is_spherical target "
    "scheduled_publish_time subscribed timeline_visibility width height"
).split()
COMMENT_EMPTY = "admin_creator application message_tags live_broadcast_timestamp object".split()
PAGE_EMPTY = "about picture category description emails fan_count followers_count phone website location cover".split()
type Edge = Callable[[Field], dict]


def post_values(stage: Stage, post: Post, edge: Callable[[str], Edge]) -> Values:
    """Every field of a post; `edge` gives the readers of its lists."""
    return dict.fromkeys(POST_EMPTY) | {
        "id": post.id,
        "message": post.message,
        "created_time": graph_time(post.at),
        "updated_time": graph_time(post.updated),
        "from": {"id": post.author, "name": post.author_name},
        "permalink_url": f"https://www.facebook.com/{post.id.replace('_', '/posts/')}",
        "is_hidden": post.is_hidden,
        "is_published": True,
        "is_expired": False,
        "is_popular": False,
        "status_type": _status_type(post),
        "can_reply_privately": not (post.by_page or post.private_reply),
        "attachments": _attachments(stage, post),
        "full_picture": _first_picture(stage, post),
        "picture": _first_picture(stage, post),
        "reactions": edge("reactions"),
        "likes": edge("likes"),
        "comments": edge("comments"),
    }


def comment_values(stage: Stage, comment: Comment, edge: Callable[[str], Edge]) -> Values:
    """Every field of a comment."""
    return dict.fromkeys(COMMENT_EMPTY) | {
        "id": comment.id,
        "message": comment.message,
        "created_time": graph_time(comment.at),
        "from": {"id": comment.author, "name": comment.author_name},
        "parent": _parent(stage, comment),
        "comment_count": len(stage.wall.replies[comment.id]),
        "like_count": sum(kind == "LIKE" for kind in comment.reactions.values()),
        "user_likes": comment.reactions.get(comment.page) == "LIKE",
        "attachment": next((_attachment(stage, file) for file in _files(stage, comment)), None),
        "reactions": edge("reactions"),
        "can_comment": True,
        "can_hide": not comment.by_page,
        "can_like": True,
        "can_remove": True,
        "can_reply_privately": not (comment.by_page or comment.private_reply),
        "is_hidden": comment.is_hidden,
        "is_private": False,
        "permalink_url": f"https://www.facebook.com/{comment.post.replace('_', '/posts/')}?comment_id={comment.id}",
        "likes": edge("likes"),
        "comments": edge("comments"),
    }


def _status_type(post: Post) -> str:
    if post.link:
        return "shared_story"
    if post.files:
        return "added_photos"
    return "mobile_status_update" if post.by_page else "wall_post"


def _files(stage: Stage, one: Post | Comment) -> list[File]:
    return [file for file in map(stage.files.get, one.files) if file]


def _first_picture(stage: Stage, post: Post) -> str | None:
    return next((stage.address(file.id) for file in _files(stage, post) if file.kind == "image"), None)


def _attachments(stage: Stage, post: Post) -> dict | None:
    """One attachment; several photos are an album whose parts are its subattachments."""
    single = [_attachment(stage, file) for file in _files(stage, post)]
    if post.link:
        shared = {"media_type": "link", "type": "share", "title": post.link.get("title", ""), "url": post.link["url"]}
        return {"data": [{**shared, "unshimmed_url": post.link["url"], "target": {"url": post.link["url"]}}]}
    if len(single) < 2:
        return {"data": single} if single else None
    album = {"media_type": "album", "type": "album", "media": single[0]["media"], "title": "Photos"}
    url = f"https://www.facebook.com/{post.id.replace('_', '/posts/')}"
    return {"data": [{**album, "url": url, "subattachments": {"data": single}}]}


def _attachment(stage: Stage, file: File) -> dict:
    """A photo or film of a post or comment; a film has a still in `image` and the film in `source`."""
    address = stage.address(file.id)
    page = f"https://www.facebook.com/photo.php?fbid={file.id}"
    image = {"height": file.height or 720, "width": file.width or 960, "src": address}
    film = file.kind == "video"
    return {
        "media_type": "video" if film else "photo",
        "media": {"image": image, "source": address} if film else {"image": image},
        "target": {"id": file.id, "url": page},
        "type": "video_inline" if film else "photo",
        "url": page,
    }


def photo_values(stage: Stage, file: File) -> Values:
    """Every field of a photo."""
    address = stage.address(file.id)
    picture = {"height": file.height or 720, "width": file.width or 960, "source": address}
    return dict.fromkeys(("name", "from", "album", "alt_text", "place", "page_story_id")) | {
        "id": file.id,
        "created_time": graph_time(file.at),
        "height": picture["height"],
        "width": picture["width"],
        "images": [picture],
        "picture": address,
        "link": f"https://www.facebook.com/photo.php?fbid={file.id}",
    }


def rating_values(post: Post) -> Values:
    """Every field of a review ("Recommendation")."""
    stars = post.rating.get("rating")
    return {
        "created_time": graph_time(post.at),
        "reviewer": {"id": post.author, "name": post.author_name},
        "has_rating": stars is not None,
        "rating": stars,
        "has_review": bool(post.message),
        "review_text": post.message or None,
        "recommendation_type": post.rating.get("recommendation_type"),
        "open_graph_story": {"id": post.story, "message": post.message, "start_time": graph_time(post.at)},
    }


def _parent(stage: Stage, comment: Comment) -> dict | None:
    above = stage.wall.comments.get(comment.parent)
    if not above:
        return None
    author = {"id": above.author, "name": above.author_name}
    return {"created_time": graph_time(above.at), "from": author, "message": above.message, "id": above.id}


def page_values(stage: Stage, call: Call, page: str) -> Values:
    """Every field of a page."""
    known = stage.world.pages.get(page)
    username = "".join(letter for letter in known.name.lower() if letter.isalnum())
    return dict.fromkeys(PAGE_EMPTY) | {
        "id": known.id,
        "name": known.name,
        "username": username,
        "link": f"https://www.facebook.com/{known.id}",
        "access_token": known.token,
    }
