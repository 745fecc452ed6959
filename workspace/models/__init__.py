"""What the workspace keeps: responses that agents answer with."""

from workspace.models.library import ResponseCategory, ResponseLibrary
from workspace.models.response import Response
from workspace.models.response_file import ResponseFile
from workspace.models.response_use import ResponseUse

__all__ = ["Response", "ResponseCategory", "ResponseFile", "ResponseLibrary", "ResponseUse"]
