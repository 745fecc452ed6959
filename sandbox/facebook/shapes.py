"""Posts, comments and pages as the Graph API shows them (Page Post, Comment and Page references)."""

from collections.abc import Callable

from sandbox.clock import graph_time
from sandbox.facebook.wall import Comment, Post
from sandbox.graph.fields import Field, Values
from sandbox.stage import Stage
from sandbox.wire import Call

POST_DEFAULT = "created_time,message,id"
COMMENT_DEFAULT = "created_time,from,message,id"
PAGE_DEFAULT = "name,id"
# Fields that exist on the platform but have no value here: they stay away without an error.
POST_EMPTY = (
    "story attachments parent_id full_picture picture message_tags story_tags shares place privacy properties to via "
    "icon actions application backdated_time call_to_action child_attachments coordinates event is_spherical target "
    "scheduled_publish_time subscribed timeline_visibility width height"
).split()
COMMENT_EMPTY = "admin_creator application attachment message_tags live_broadcast_timestamp object".split()
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
        "status_type": "mobile_status_update" if post.by_page else "wall_post",
        "can_reply_privately": not post.by_page,
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
        "like_count": len(comment.likes),
        "user_likes": comment.page in comment.likes,
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
