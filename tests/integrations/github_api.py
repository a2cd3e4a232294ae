#!/usr/bin/env python3
"""As much of GitHub's API as comments need. usage: github_api.py FILE

FILE has the comments of the one pull request, JSON, before and after each request. Prints its port, then a line a request.
Only the tokens `secret`, which is a job's, and `of-a-person` may write. A job's may not ask whose it is.
"""
import http.server
import json
import re
import sys


PERSON = {"type": "User", "id": 42}


class Api(http.server.BaseHTTPRequestHandler):
    def answer(self, status, value):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())
        print(self.command, self.path, status, flush=True)

    def handle_request(self):
        with open(sys.argv[1]) as file:
            comments = json.load(file)
        listing = re.fullmatch(r"/repos/owner/project/issues/7/comments(?:\?per_page=(\d+)&page=(\d+))?", self.path)
        single = re.fullmatch(r"/repos/owner/project/issues/comments/(\d+)", self.path)
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        person = self.headers.get("Authorization") == "Bearer of-a-person"
        if not person and (self.headers.get("Authorization") != "Bearer secret" or self.path == "/user"):
            return self.answer(403, {"message": "Resource not accessible by integration"})
        if self.path == "/user":
            return self.answer(200, PERSON)
        if self.command == "GET" and listing:
            size, page = int(listing[1]), int(listing[2])
            return self.answer(200, comments[size * (page - 1):size * page])
        if self.command == "POST" and listing:
            comments.append({"id": len(comments) + 1, "user": PERSON if person else {"type": "Bot", "id": 41}, "body": body["body"]})
        elif self.command == "PATCH" and single:
            comments[int(single[1]) - 1]["body"] = body["body"]
        else:
            return self.answer(404, {"message": "Not Found"})
        with open(sys.argv[1], "w") as file:
            json.dump(comments, file)
        self.answer(200, {})

    do_GET = do_POST = do_PATCH = handle_request

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
print(server.server_port, flush=True)
server.serve_forever()
