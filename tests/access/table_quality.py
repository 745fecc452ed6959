"""Who is answered what at the addresses of quality; as in `table.py`."""

ROWS = """
own:cards                              GET     -                  -          | login    in    in     in      in         in
own:recordings                         GET     -                  -          | login    in    in     in      in         in
own:waiting                            GET     -                  -          | login    in    in     in      in         in
own:card                               GET     card               -          | login    404   404    404     404        404
own:card                               POST    card               -          | login    404   404    404     404        404
quality:cards                          GET     -                  quality    | login    403   403    in      in         in
quality:card                           GET     card               quality    | login    403   403    404     in         404
quality:answers                        POST    card               quality    | login    403   403    404     in         404
quality:act                            POST    card               quality    | login    403   403    404     in         404
quality:assign                         GET     before             quality    | login    403   403    404     in         404
quality:questionnaires                 GET     -                  quality    | login    403   403    in      in         in
quality:questionnaire                  GET     questionnaire      quality    | login    403   403    in      in         in
quality:results                        GET     -                  quality    | login    403   403    in      in         in
quality:satisfaction                   GET     -                  quality    | login    403   403    in      in         in
quality:calibrations                   GET     -                  quality    | login    403   403    in      in         in
quality:calibration                    GET     calibration        quality    | login    403   403    404     in         404
quality:without                        POST    calibration        quality    | login    403   403    404     in         404
"""
