till
