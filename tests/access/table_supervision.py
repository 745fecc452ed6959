"""The lines of `table.py` about the supervisors' pages."""

SUPERVISION = """
supervision:floor                      GET     -                  act        | login    403   403    in      in         in
supervision:floor-version              GET     -                  act        | login    403   403    in      in         in
supervision:queues                     GET     -                  act        | login    403   403    in      in         in
supervision_api:bulk                   POST    -                  act        | 403      403   403    in      in         in
supervision_api:return-all             POST    owner              act        | 403      403   403    404     in         404
supervision_api:agent-status           PUT     owner              set_status | 403      403   403    404     in         404
supervision:act                        GET     owned              act        | login    403   403    404     in         404
supervision:act                        POST    waiting            act        | login    403   403    404     in         404
supervision:tracker                    GET     -                  -          | login    in    in     in      in         in
supervision:tracker-count              GET     -                  -          | login    in    in     in      in         in
supervision:tracker-columns            POST    -                  -          | login    in    in     in      in         in
supervision:tracker-save               POST    -                  -          | login    in    in     in      in         in
supervision:tracker-forget             POST    saved_search       -          | login    404   404    404     in         404
supervision:tracker-export             GET     -                  -          | login    in    in     in      in         in
supervision:tracker-export             POST    -                  -          | login    in    in     in      in         in
supervision:tracker-exports            GET     -                  -          | login    in    in     in      in         in
supervision:tracker-export-change      POST    export             -          | login    404   404    404     in         404
supervision:tracker-export-file        GET     export             -          | login    404   404    404     in         404
supervision:details                    GET     waiting            -          | login    404   404    404     in         404
supervision:details                    GET     owned              -          | login    404   404    404     in         404
supervision:sheet                      GET     owned              -          | login    404   404    404     in         404
supervision:place                      GET     owned              -          | login    404   404    404     in         404
moved                                  GET     link               -          | in       in    in     in      in         in
supervision:reopen                     POST    owned              act        | login    403   403    404     in         404
supervision_api:service-level          GET     workgroup          -          | 403      404   404    404     in         in
"""
