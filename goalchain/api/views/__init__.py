"""A file a resource: fetch through the access rules, check the body, call the verb, answer."""
